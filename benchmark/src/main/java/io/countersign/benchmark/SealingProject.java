package io.countersign.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * A project in git that can be sealed.
 *
 * @param configuration its {@code countersign.yml}
 */
record SealingProject(Path configuration) {
    static final String VERSION = "1.0.0";

    /** A project of changesets alone. */
    static SealingProject of(Changes changes, Path folder) {
        changes.writeLiquibase(folder.resolve("db"));
        return finished(folder, "changes: { root: db, changelog: changelog.xml }\n");
    }

    /**
     * A project of large files alone. What they hold is random, so that nothing can be gained by compressing it.
     *
     * @param files how many
     * @param bytes of all of them together
     */
    static SealingProject of(int files, long bytes, Path folder) {
        Path payload = folder.resolve("target/payload");
        Random random = new Random(7);
        byte[] block = new byte[1 << 16];
        try {
            Files.createDirectories(payload);
            for (int file = 0; file < files; file++) {
                Path path = payload.resolve(String.format(Locale.ROOT, "file-%04d.bin", file));
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
                    for (long left = bytes / files; left > 0; left -= block.length) {
                        random.nextBytes(block);
                        out.write(block, 0, (int) Math.min(left, block.length));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return finished(folder, "application-files: [ { directory: target/payload, include: \"*.bin\" } ]\n");
    }

    Path payload() {
        return configuration.resolveSibling("target/payload");
    }

    private static SealingProject finished(Path folder, String contents) {
        try {
            Path configuration = Files.writeString(
                    folder.resolve("countersign.yml"),
                    "version: 1\napplication: benchmark\ntag: v{version}\n" + contents);
            Files.writeString(folder.resolve(".gitignore"), "target/\n");
            new Git(folder).commitAndTag("v" + VERSION);
            return new SealingProject(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
