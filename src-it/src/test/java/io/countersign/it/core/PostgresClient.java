package io.countersign.it.core;

import io.countersign.database.BackupMethods;
import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.promotion.BackupPolicy;
import io.countersign.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Whether this machine has pg_dump and psql that are new enough for the server under test. */
final class PostgresClient {
    private PostgresClient() {}

    static boolean isInstalled() {
        TestDatabase database = PostgresServer.shared().administration();
        BackupPolicy policy = new BackupPolicy(
                "native", Path.of(System.getProperty("java.io.tmpdir")), Optional.empty(), Optional.empty(), false, 1);
        try (TargetDatabase target = TargetDatabases.connect(new ConnectionSettings(
                "the test",
                database.url(),
                Optional.of(database.user()),
                Secret.of(database.password()),
                Optional.empty(),
                Duration.ofSeconds(15)))) {
            return BackupMethods.forPolicy(policy, target).orElseThrow().obstacle(target).stream()
                    .noneMatch(problem -> problem.found().contains("no pg_dump"));
        }
    }
}
