package io.countersign.database;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system that is full very soon. Only where this user may mount one. */
record SmallDisk(Path path) implements AutoCloseable {

    static SmallDisk ofOneMebibyte(Path parent) throws IOException, InterruptedException {
        Path path = Files.createDirectory(parent.resolve("small"));
        int status = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path.toString())
                .redirectErrorStream(true)
                .start()
                .waitFor();
        assumeThat(status).as("this user may mount a file system").isZero();
        return new SmallDisk(path);
    }

    @Override
    public void close() throws IOException {
        try {
            Tool.run("umount", path.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the small disk stays mounted", e);
        }
        Files.delete(path);
    }
}
