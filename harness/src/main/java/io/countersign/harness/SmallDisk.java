package io.countersign.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system that is full very soon. */
public record SmallDisk(Path path) implements AutoCloseable {

    /** Empty where this user may not mount one. */
    public static Optional<SmallDisk> ofMebibytes(int size, Path parent) throws IOException {
        Path path = Files.createDirectory(parent.resolve("small"));
        if (run("mount", "-t", "tmpfs", "-o", "size=" + size + "m", "tmpfs", path.toString()) != 0) {
            Files.delete(path);
            return Optional.empty();
        }
        return Optional.of(new SmallDisk(path));
    }

    /** Leaves no byte free. */
    public void fill() throws IOException {
        byte[] block = "full ".repeat(820).getBytes(StandardCharsets.US_ASCII);
        try (var out = Files.newOutputStream(path.resolve("filler"))) {
            while (Files.getFileStore(path).getUsableSpace() > 0) {
                out.write(block, 0, (int)
                        Math.min(block.length, Files.getFileStore(path).getUsableSpace()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (run("umount", path.toString()) != 0) {
            throw new IOException(path + " stays mounted");
        }
        Files.delete(path);
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command[0] + " was interrupted", e);
        }
    }
}
