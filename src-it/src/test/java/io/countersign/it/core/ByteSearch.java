package io.countersign.it.core;

import io.countersign.harness.FilesInUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks for many things at once in many bytes. */
final class ByteSearch {
    private final Map<Integer, List<Wanted>> byBeginning = new HashMap<>();
    private final boolean[] beginnings = new boolean[1 << 16];

    private static final class Wanted {
        private final String name;
        private final byte[] bytes;

        Wanted(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }
    }

    /** @param wanted under a name each, what gives it away: three bytes or more */
    ByteSearch(Map<String, List<byte[]>> wanted) {
        wanted.forEach((name, traces) -> traces.forEach(trace -> {
            int beginning = beginning(trace, 0);
            beginnings[beginning] = true;
            byBeginning.computeIfAbsent(beginning, any -> new ArrayList<>()).add(new Wanted(name, trace));
        }));
    }

    private static int beginning(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    /** The names of what is there. */
    Set<String> in(byte[] bytes) {
        Set<String> found = new TreeSet<>();
        for (int at = 0; at < bytes.length - 1; at++) {
            int beginning = beginning(bytes, at);
            if (beginnings[beginning]) {
                for (Wanted wanted : byBeginning.getOrDefault(beginning, List.of())) {
                    int end = at + wanted.bytes.length;
                    if (end <= bytes.length && Arrays.equals(bytes, at, end, wanted.bytes, 0, wanted.bytes.length)) {
                        found.add(wanted.name);
                    }
                }
            }
        }
        return found;
    }

    /** The names of what is in the files of a folder, and of the folders in it, each with the first file that has it. */
    Map<String, Path> under(Path folder) {
        Map<String, Path> found = new TreeMap<>();
        try {
            Files.walkFileTree(folder, new FilesInUse() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    in(Files.readAllBytes(file)).forEach(name -> found.putIfAbsent(name, file));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
