package io.countersign.packaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file of a package.
 *
 * @param path absolute, as installed
 * @param size in bytes
 */
record PackagedFile(String path, long size, boolean executable, Content content) {

    /** Where its bytes come from, as often as they are asked for. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    static PackagedFile of(String path, Path file) throws IOException {
        return new PackagedFile(path, Files.size(file), false, () -> Files.newInputStream(file));
    }

    static PackagedFile of(String path, byte[] bytes, boolean executable) {
        return new PackagedFile(path, bytes.length, executable, () -> new ByteArrayInputStream(bytes));
    }

    int mode() {
        return executable ? 0755 : 0644;
    }
}
