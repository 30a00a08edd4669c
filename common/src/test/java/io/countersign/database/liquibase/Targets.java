package io.countersign.database.liquibase;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.harness.TestDatabase;
import io.countersign.secret.Secret;
import java.time.Duration;
import java.util.Optional;

/** Opens test databases as targets. */
final class Targets {
    private Targets() {}

    static TargetDatabase open(TestDatabase database) {
        return TargetDatabases.connect(new ConnectionSettings(
                "TEST/main",
                database.url(),
                Optional.of(database.user()),
                Secret.of(database.password()),
                Optional.empty(),
                Duration.ofSeconds(30)));
    }
}
