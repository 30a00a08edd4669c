package io.countersign.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is there as a whole or, where it cannot be written, as it was before. */
record ResultFile(Path file) {

    void write(byte[] content) throws IOException {
        Path whole = file.toAbsolutePath();
        Files.createDirectories(whole.resolveSibling(""));
        if (Files.exists(whole) && !Files.isRegularFile(whole)) {
            Files.write(whole, content); // such as /dev/stdout
            return;
        }
        Path place = Files.exists(whole) ? whole.toRealPath() : whole;
        Path part = place.resolveSibling(place.getFileName() + ".part");
        try {
            Files.write(part, content);
            Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
