package io.countersign.benchmark;

import io.countersign.secret.Secret;
import io.countersign.signature.openpgp.KeyMaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One throw-away key that plays every role.
 *
 * @param secretKey and publicKey armoured files
 */
record Keys(Path secretKey, Path publicKey) {

    static Keys in(Path folder) {
        KeyMaker.MadeKey made = KeyMaker.make(
                "benchmark@example.org", Instant.now().minus(Duration.ofHours(1)), Optional.empty(), Secret.none());
        try {
            Files.createDirectories(folder);
            return new Keys(
                    Files.writeString(folder.resolve("secret.asc"), made.secretKey()),
                    Files.writeString(folder.resolve("public.asc"), made.publicKey()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
