package io.countersign.database;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a database's own command line tool in a test. */
final class Tool {
    private Tool() {}

    static void run(String... command) throws IOException, InterruptedException {
        run(List.of(), command);
    }

    static void run(List<String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true);
        for (String variable : environment) {
            builder.environment()
                    .put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command[0] + " failed: " + output);
        }
    }
}
