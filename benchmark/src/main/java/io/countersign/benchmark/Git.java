package io.countersign.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real git, without the settings of whoever runs the benchmark. */
record Git(Path folder) {

    /** Everything in the folder as one tagged commit. */
    void commitAndTag(String tag) {
        run("init", "-q", "-b", "main");
        run("add", "-A");
        run("commit", "-q", "-m", tag);
        run("tag", "-a", tag, "-m", tag);
    }

    private void run(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"));
        command.addAll(List.of(arguments));
        TimedProcess.run(command, Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null"), folder);
    }
}
