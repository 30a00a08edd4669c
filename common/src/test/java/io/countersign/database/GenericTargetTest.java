package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.database.generic.GenericDialect;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.BackupPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dialect that knows nothing but JDBC, on a database that has a dialect of its own as well. */
class GenericTargetTest {
    private final TestDatabase database = Targets.H2.fresh();

    private TargetDatabase open() {
        return new GenericDialect().connect(Targets.settings(database));
    }

    @Test
    void keeps_a_ledger() {
        try (TargetDatabase target = open()) {
            assertThat(target.hasLedger()).isFalse();
            target.createLedger();
            target.createLedger();
            assertThat(target.hasLedger()).isTrue();
            Targets.run(
                    target, "INSERT INTO " + target.ledgerTable() + " VALUES (1, '" + "a".repeat(64) + "', 'x', NULL)");
            assertThat(target.inventory().isEmpty()).isTrue();
        }
    }

    @Test
    void keeps_a_second_session_out() {
        try (TargetDatabase first = open();
                TargetDatabase second = open()) {
            try (DatabaseLock lock = first.lock("deploy", Duration.ZERO)) {
                assertThat(lock.isHeld()).isTrue();
                CountersignException refusal =
                        catchThrowableOfType(CountersignException.class, () -> second.lock("another", Duration.ZERO));
                assertThat(refusal.code()).isEqualTo(ProblemCode.LOCK_HELD);
            }
            try (DatabaseLock lock = second.lock("another", Duration.ZERO)) {
                assertThat(lock.isHeld()).isTrue();
            }
        }
    }

    @Test
    void tells_schemas_apart() {
        try (TargetDatabase target = open()) {
            Targets.run(
                    target,
                    "CREATE TABLE a (id int PRIMARY KEY, name varchar(20) NOT NULL)",
                    "CREATE TABLE b (id int PRIMARY KEY, a int, FOREIGN KEY (a) REFERENCES a (id))",
                    "CREATE TABLE databasechangelog (id int)");
            SchemaInventory before = target.inventory();
            assertThat(target.inventory().fingerprint()).isEqualTo(before.fingerprint());
            Targets.run(target, "CREATE INDEX by_name ON a (name)");
            assertThat(target.inventory().differencesFrom(before)).isNotEmpty();
        }
    }

    @Test
    void has_backups_by_command_only(@TempDir Path directory) {
        try (TargetDatabase target = open()) {
            BackupPolicy policy =
                    new BackupPolicy(BackupPolicy.AUTO, directory, Optional.empty(), Optional.empty(), false, 1);
            BackupMethod method = BackupMethods.forPolicy(policy, target).orElseThrow();
            assertThat(method.name()).isEqualTo("external");
            assertThat(method.obstacle(target).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_IMPOSSIBLE);
        }
    }
}
