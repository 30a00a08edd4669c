package io.countersign.database;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.problem.Problem;
import io.countersign.promotion.BackupPolicy;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The build brings PostgreSQL's server and not its client tools. Where the machine has none for that server, what they
 * do cannot be tried on it.
 */
final class PostgresClient {
    private PostgresClient() {}

    static void assumeInstalled() {
        BackupPolicy policy = new BackupPolicy(
                "native", Path.of(System.getProperty("java.io.tmpdir")), Optional.empty(), Optional.empty(), false, 1);
        try (TargetDatabase target = Targets.POSTGRESQL.open()) {
            Optional<Problem> obstacle =
                    BackupMethods.forPolicy(policy, target).orElseThrow().obstacle(target);
            assumeThat(obstacle.map(Problem::found).filter(found -> found.contains("no pg_dump")))
                    .isEmpty();
        }
    }
}
