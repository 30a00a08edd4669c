package io.countersign.command;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** A folder with configuration data. Each file is replaced as a whole, and only where it changes. */
record DataFolder(Path folder) {
    private static final String DATA = ".jsonl";

    /** Writes the files, removes those of tables that are no longer among them, and names what changed. */
    List<String> write(SortedMap<String, byte[]> files) {
        List<String> changed = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                if (!read(file.getKey())
                        .filter(old -> Arrays.equals(old, file.getValue()))
                        .isPresent()) {
                    Path fresh = folder.resolve("." + file.getKey() + ".new");
                    Files.write(fresh, file.getValue());
                    Files.move(
                            fresh,
                            folder.resolve(file.getKey()),
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.ATOMIC_MOVE);
                    changed.add(file.getKey());
                }
            }
            try (Stream<Path> all = Files.list(folder)) {
                for (Path path : all.toList()) {
                    String name = String.valueOf(path.getFileName());
                    if (name.endsWith(DATA) && !files.containsKey(name)) {
                        Files.delete(path);
                    }
                }
            }
            return changed;
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("%s cannot be written: %s.", folder, e.getMessage())
                    .remedy("Check its permissions, or name another folder by -Dcountersign.data.")
                    .causedBy(e);
        }
    }

    Optional<byte[]> read(String name) {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                    .found("%s cannot be read: %s.", folder.resolve(name), e.getMessage())
                    .remedy("Check its permissions.")
                    .causedBy(e);
        }
    }
}
