package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.harness.H2Databases;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LockTest {
    private static final String PURPOSE = "deploy bookshop 1.4.0 by alice@build7";

    @ParameterizedTest
    @EnumSource
    void keeps_a_second_session_out_and_says_who_holds_it(Targets product) {
        TestDatabase database = product.fresh();
        try (TargetDatabase first = TargetDatabases.connect(Targets.settings(database));
                TargetDatabase second = TargetDatabases.connect(Targets.settings(database))) {
            assertThat(first.lockHolder()).isEmpty();
            try (DatabaseLock lock = first.lock(PURPOSE, Duration.ZERO)) {
                assertThat(lock.isHeld()).isTrue();
                assertThat(second.lockHolder().orElseThrow())
                        .contains(product == Targets.MARIADB ? database.user() : PURPOSE);
                assertThatExceptionOfType(CountersignException.class)
                        .isThrownBy(() -> second.lock("another", Duration.ZERO))
                        .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.LOCK_HELD))
                        .withMessageContaining("Held by");
            }
            assertThat(second.lockHolder()).isEmpty();
            try (DatabaseLock lock = second.lock("another", Duration.ZERO)) {
                assertThat(lock.isHeld()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void waits_with_patience_and_tells_whom_it_waits_for(Targets product) throws Exception {
        TestDatabase database = product.fresh();
        List<String> told = new ArrayList<>();
        CountDownLatch waiting = new CountDownLatch(1);
        Progress progress = new Progress() {
            @Override
            public void info(String message) {
                told.add(message);
                waiting.countDown();
            }

            @Override
            public void warn(String message) {
                info(message);
            }

            @Override
            public Task start(String name, long total, Unit unit) {
                return Progress.silent().start(name, total, unit);
            }
        };
        try (TargetDatabase first = TargetDatabases.connect(Targets.settings(database));
                TargetDatabase second = TargetDatabases.connect(Targets.settings(database))) {
            DatabaseLock lock = first.lock(PURPOSE, Duration.ZERO);
            CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> {
                try (DatabaseLock mine = second.lock("waiter", Duration.ofSeconds(30), progress)) {
                    return mine.isHeld();
                }
            });
            assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
            lock.close();
            assertThat(waiter.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(told.get(0)).contains("Waiting for the lock of QAT/main");
        }
    }

    @ParameterizedTest
    @EnumSource
    void survives_commits_and_failed_statements_of_the_working_connection(Targets product) {
        try (TargetDatabase target = product.open();
                DatabaseLock lock = target.lock(PURPOSE, Duration.ZERO)) {
            target.begin();
            Targets.run(target, "CREATE TABLE t (id int)");
            target.commit();
            target.begin();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Targets.run(target, "SELECT * FROM no_such_table"));
            target.rollback();
            assertThat(lock.isHeld()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void is_free_within_seconds_after_its_process_was_killed(Targets product) throws Exception {
        TestDatabase database = product.fresh();
        Process child = LockingProcess.start(database.url(), database.user(), database.password());
        try (TargetDatabase target = TargetDatabases.connect(Targets.settings(database));
                BufferedReader output = child.inputReader()) {
            assertThat(output.readLine()).isEqualTo("locked");
            assertThat(target.lockHolder()).isPresent();

            child.destroyForcibly().waitFor();

            try (DatabaseLock lock = target.lock("after the kill", Duration.ofSeconds(10))) {
                assertThat(lock.isHeld()).isTrue();
            }
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void of_an_embedded_h2_is_free_after_its_process_was_killed(@TempDir Path directory) throws Exception {
        try (H2Databases databases = H2Databases.inDirectory(directory)) {
            TestDatabase database = databases.newDatabase();
            Process child = LockingProcess.start(database.url(), database.user(), database.password());
            try (BufferedReader output = child.inputReader()) {
                assertThat(output.readLine()).isEqualTo("locked");
                assertThatExceptionOfType(CountersignException.class)
                        .isThrownBy(() -> TargetDatabases.connect(Targets.settings(database)))
                        .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.LOCK_HELD))
                        .withMessageContaining("another process");

                child.destroyForcibly().waitFor();

                try (TargetDatabase target = TargetDatabases.connect(Targets.settings(database));
                        DatabaseLock lock = target.lock("after the kill", Duration.ofSeconds(10))) {
                    assertThat(lock.isHeld()).isTrue();
                }
            } finally {
                child.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL"})
    void is_known_to_be_lost_when_the_server_ends_its_session(Targets product) {
        TestDatabase database = product.fresh();
        try (TargetDatabase target = TargetDatabases.connect(Targets.settings(database));
                DatabaseLock lock = target.lock(PURPOSE, Duration.ZERO)) {
            Targets.run(
                    target,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + PURPOSE
                            + "'");
            assertThat(lock.isHeld()).isFalse();
        }
    }

    @Test
    void is_kept_while_nobody_may_be_connected_to_the_database() {
        TestDatabase database = Targets.POSTGRESQL.fresh();
        try (TargetDatabase first = TargetDatabases.connect(Targets.settings(database));
                DatabaseLock lock = first.lock(PURPOSE, Duration.ZERO)) {
            first.disconnectedWhile(() -> {
                assertThat(lock.isHeld()).isTrue();
                try (TargetDatabase second = TargetDatabases.connect(Targets.settings(database))) {
                    assertThatExceptionOfType(CountersignException.class)
                            .isThrownBy(() -> second.lock("another", Duration.ZERO))
                            .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.LOCK_HELD))
                            .withMessageContaining(PURPOSE);
                }
            });
            assertThat(lock.isHeld()).isTrue();
            try (TargetDatabase second = TargetDatabases.connect(Targets.settings(database))) {
                assertThat(second.lockHolder().orElseThrow()).contains(PURPOSE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void stays_while_a_statement_of_a_killed_process_still_runs(Targets product) throws Exception {
        TestDatabase database = product.fresh();
        String running = product == Targets.POSTGRESQL ? "SELECT pg_sleep(20)" : "SELECT SLEEP(6)";
        String others = product == Targets.POSTGRESQL
                ? "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = '" + running + "'"
                : "SELECT count(*) FROM information_schema.processlist WHERE info = '" + running + "'";
        Process child = LockingProcess.start(database.url(), database.user(), database.password(), running);
        try (TargetDatabase target = TargetDatabases.connect(Targets.settings(database));
                BufferedReader output = child.inputReader()) {
            assertThat(output.readLine()).isEqualTo("locked");
            Await.until(Duration.ofSeconds(20), () -> Targets.number(target, others) == 1);

            child.destroyForcibly().waitFor();

            try (DatabaseLock lock = target.lock("after the kill", Duration.ofSeconds(30))) {
                assertThat(lock.isHeld()).isTrue();
                assertThat(Targets.number(target, others)).isZero();
            }
        } finally {
            child.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void can_be_given_up_although_the_working_connection_broke(Targets product) {
        TestDatabase database = product.fresh();
        try (TargetDatabase target = TargetDatabases.connect(Targets.settings(database));
                TargetDatabase other = TargetDatabases.connect(Targets.settings(database))) {
            DatabaseLock lock = target.lock(PURPOSE, Duration.ZERO);
            if (product == Targets.POSTGRESQL) {
                Targets.run(
                        other,
                        "SELECT pg_terminate_backend(" + Targets.number(target, "SELECT pg_backend_pid()") + ")");
            } else {
                Targets.run(other, "KILL " + Targets.number(target, "SELECT CONNECTION_ID()"));
            }
            assertThatExceptionOfType(CountersignException.class)
                    .isThrownBy(target::hasLedger)
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.DATABASE_CONNECTION_LOST));
            lock.close();
            try (DatabaseLock next = other.lock("next", Duration.ofSeconds(10))) {
                assertThat(next.isHeld()).isTrue();
            }
        }
    }
}
