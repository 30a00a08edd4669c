package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.StatusCommand;
import io.countersign.database.DatabaseLock;
import io.countersign.database.TargetDatabase;
import io.countersign.problem.CountersignException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies while the source is written to, while connections break, and while the process that makes them is killed. */
class ClonesUnderTroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Environments accounts(int rows) {
        Environments environments = cash(folder, rows);
        environments.execute("PRD", "CREATE TABLE version (number int)", "INSERT INTO version VALUES (1)");
        return environments;
    }

    private static Environments cash(Path folder, int rows) {
        Environments environments = ClonesPostgresTest.environments(folder);
        environments.execute(
                "PRD",
                "CREATE TABLE cash (id int PRIMARY KEY, amount bigint NOT NULL)",
                "CREATE TABLE credit (id int PRIMARY KEY REFERENCES cash, amount bigint NOT NULL, padding text)",
                "INSERT INTO cash SELECT g, 100 FROM generate_series(1, " + rows + ") g",
                "INSERT INTO credit SELECT g, 100, repeat('x', 500) FROM generate_series(1, " + rows + ") g");
        environments.baseline("PRD", "1");
        return environments;
    }

    @Test
    void copies_one_state_of_a_source_that_is_being_written_to() {
        int rows = 40_000;
        Environments environments = accounts(rows);
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicLong moves = new AtomicLong();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> move(environments, going, moves, rows));
        try {
            List<Long> seen = new ArrayList<>();
            environments.refresh("PRD", "QAT", new Moments(-1, what -> {}) {
                @Override
                public void info(String message) {
                    seen.add(moves.get());
                }
            });

            assertThat(seen.get(seen.size() - 1)).as("writes meanwhile").isGreaterThan(seen.get(0));
            assertThat(environments.query(
                            "QAT", "SELECT (SELECT sum(amount) FROM cash) + (SELECT sum(amount) FROM credit)"))
                    .isEqualTo(String.valueOf(200L * rows));
        } finally {
            going.set(false);
            writer.join();
        }
    }

    /** Moves money between two tables, so that only one state of both has the right sum. */
    private static void move(Environments environments, AtomicBoolean going, AtomicLong moves, int rows) {
        try (Connection connection = environments.database("PRD").connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (going.get()) {
                long id = moves.get() * 7919 % rows + 1;
                statement.execute("UPDATE cash SET amount = amount - 1 WHERE id = " + id);
                statement.execute("UPDATE credit SET amount = amount + 1 WHERE id = " + (rows + 1 - id));
                connection.commit();
                moves.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Test
    void replaces_a_database_although_others_are_connected_to_it() throws SQLException {
        Environments environments = accounts(10);
        environments.execute("QAT", "CREATE TABLE version (number int)");
        try (Connection other = environments.database("QAT").connect()) {
            environments.refresh("PRD", "QAT");

            assertThat(other.isValid(5)).isFalse();
        }
        assertThat(environments.query("QAT", "SELECT number FROM version")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRD", "QAT"})
    void leaves_the_old_target_where_a_connection_breaks(String stage) {
        Environments environments = accounts(10_000);
        environments.refresh("PRD", "QAT");
        environments.execute("PRD", "UPDATE version SET number = 2");
        String broken = environments.database(stage).name();

        for (int moment = 4; moment < 12; moment += 2) {
            Moments cut = new Moments(
                    moment,
                    what -> ClonesPostgresTest.administrate(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE '" + broken
                                    + "%' AND pid <> pg_backend_pid()"));

            assertThatThrownBy(() -> environments.refresh("PRD", "QAT", cut)).isInstanceOf(CountersignException.class);

            expectClean(environments);
            assertThat(environments.query("QAT", "SELECT number FROM version")).isEqualTo("1");
        }
        environments.refresh("PRD", "QAT");
        assertThat(environments.query("QAT", "SELECT number FROM version")).isEqualTo("2");
    }

    @Test
    void survives_a_kill_at_every_moment() {
        List<String> moments =
                KilledRefreshes.expectOldOrNew(folder, own -> cash(own, 1_000), (environments, own, moment) -> {
                    KilledRefreshes.expectOldOrNew(environments, moment);
                    expectClean(environments);
                    StatusCommand.Line status = environments.status("QAT");
                    assertThat(status.state()).as(moment).isEmpty();
                    assertThat(status.drift()).as(moment).contains(false);
                });

        assertThat(moments)
                .hasSizeGreaterThan(10)
                .anyMatch(moment -> moment.startsWith("Copying"))
                .anyMatch(moment -> moment.startsWith("Putting the copy"))
                .anyMatch(moment -> moment.startsWith("Removing the database"));
    }

    /** The next command for the target removes what was left; here that is only its lock. */
    private static void expectClean(Environments environments) {
        try (TargetDatabase target = environments.open("QAT");
                DatabaseLock lock = target.lock("the test", PATIENCE)) {
            target.removeLeftovers();
            assertThat(lock.isHeld()).isTrue();
        }
        assertThat(environments.databasesLike("QAT"))
                .containsExactly(environments.database("QAT").name());
    }
}
