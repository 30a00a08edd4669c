package io.countersign.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The {@code stages.yml} of the races: one stage that asks for an approval and signs its receipts. */
final class StageFile {
    static final String STAGE = "PRD";

    private StageFile() {}

    /** @param url the JDBC URL of the one target */
    static Path write(Path folder, Keys keys, String url) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve("stages.yml"), """
                    version: 1
                    roles:
                      operator: { keys: [ %s ] }
                    stages:
                      - name: %s
                        after: none
                        approvals: 1 operator
                        receipts: operator
                        backup: { method: none }
                        way-back: liquibase
                        targets: [ { name: main, url: "%s", credentials: { environment: { user: %s, password: %s } } } ]
                    """.formatted(
                            folder.toAbsolutePath().relativize(keys.publicKey().toAbsolutePath()),
                            STAGE,
                            url,
                            BenchmarkContext.USER,
                            BenchmarkContext.PASSWORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
