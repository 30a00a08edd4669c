package io.countersign.database.backup;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where this machine keeps its programs. */
public final class SearchPath {
    private SearchPath() {}

    /** The directories of the environment variable PATH, in order. */
    public static List<Path> directories() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }
}
