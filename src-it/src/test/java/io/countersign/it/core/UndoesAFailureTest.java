package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.command.ReleaseInput;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.SmallDisk;
import io.countersign.harness.TestDatabase;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong in the middle of a deployment leaves the stage as it was. */
class UndoesAFailureTest {
    private static final String BROKEN = Project.SECOND_CHANGES.replace(
            "--changeset ada:6", "--changeset ada:5b\ninsert into no_such_table values (1);\n--changeset ada:6");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void a_changeset_that_fails_in_the_middle(Databases product) {
        Promotion promotion = withFirst(product);
        promotion.project().changes("2", BROKEN);
        ReleaseInput broken = promotion.seal("1.1.0");

        CountersignException failure = failure(promotion, broken, Progress.silent());

        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ProblemCode.CHANGESET_FAILED);
        assertThat(failure.getMessage())
                .contains("ada")
                .contains(
                        product == Databases.POSTGRESQL
                                ? "DEV/main is unchanged"
                                : "DEV/main was restored from the backup");
        expectFirst(promotion);
        assertThat(promotion.history("DEV")).last().isInstanceOf(LedgerEvent.Failed.class);
        mend(promotion);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "H2")
    void a_connection_that_is_cut_during_the_changes(Databases product) {
        Promotion promotion = withFirst(product);
        ReleaseInput second = promotion.sealSecond();

        CountersignException failure =
                failure(promotion, second, new Upon("Verifying the result", () -> cut(product, promotion)));

        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ProblemCode.DATABASE_CONNECTION_LOST);
        assertThat(failure.getMessage())
                .contains("DEV/main may be between two states")
                .doesNotContain("Nothing was changed");
        assertThat(promotion.status("DEV").state().orElseThrow()).endsWith("was interrupted; run countersign:recover");
        promotion.recover("DEV");
        expectFirst(promotion);
        promotion.deploy(second, "DEV");
        assertThat(promotion.query("DEV", "select title from book where id = 2"))
                .isEqualTo("Persuasion");
        assertThat(promotion.query("DEV", "select count(*) from author")).isEqualTo("1");
    }

    @Test
    void a_transaction_that_a_text_ends_unseen() {
        Promotion promotion = withFirst(Databases.POSTGRESQL);
        ReleaseInput release = endingUnseen(promotion);

        CountersignException failure = failure(promotion, release, Progress.silent());

        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ProblemCode.CHANGESET_FAILED);
        assertThat(failure.getMessage()).contains("DEV/main was restored from the backup");
        expectFirst(promotion);
        mend(promotion);
    }

    @Test
    void a_transaction_that_a_text_ends_unseen_where_nothing_was_saved() {
        Promotion promotion = withFirst(Databases.POSTGRESQL);
        promotion.editStages(
                text -> text.replaceFirst("backup: \\{[^}]*}", "backup: { method: none }\n    way-back: liquibase"));
        ReleaseInput release = endingUnseen(promotion);

        CountersignException failure = failure(promotion, release, Progress.silent());

        assertThat(failure.getMessage())
                .contains("DEV/main is between two states")
                .contains("COMMITTED");
        assertThat(promotion.query("DEV", "select count(*) from book")).isEqualTo("3");
        assertThat(promotion.history("DEV"))
                .last()
                .isInstanceOfSatisfying(
                        LedgerEvent.Failed.class,
                        failed -> assertThat(failed.state()).contains("COMMITTED"));
    }

    /** The driver sends the text as one, because it does not know where a body of SQL's own form ends; the schema stays the same. */
    private static ReleaseInput endingUnseen(Promotion promotion) {
        String url = promotion.database("DEV").url();
        promotion.editStages(
                text -> text.replace(url, url + (url.contains("?") ? "&" : "?") + "preferQueryMode=simple"));
        promotion.project().changes("2", """
                --liquibase formatted sql
                --changeset ada:3 splitStatements:false
                insert into book (id, title) values (3, 'Emma');
                create function one() returns int language sql begin atomic select 1; end;
                drop function one(); commit; select 1
                --rollback delete from book where id = 3
                """);
        return promotion.seal("1.1.0");
    }

    /** As Jenkins does it where somebody aborts a build. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2"})
    void an_interruption_while_the_application_starts(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.execute("DEV", "insert into book (id, title) values (2, 'Persuasion')");
        promotion.editStages(text -> text.replace(
                "application: { directory: ../live/DEV }", "application: { directory: ../live/DEV, start: sleep 1 }"));
        ReleaseInput second = promotion.sealSecond();
        Moments abort = Moments.beginning(
                "Running the start command", message -> Thread.currentThread().interrupt());

        CountersignException failure = failure(promotion, second, abort);

        // H2 forgets it as it closes its file
        assertThat(Thread.interrupted() || product == Databases.H2)
                .as("that it was asked to stop is remembered")
                .isTrue();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ProblemCode.INTERRUPTED);
        assertThat(failure.getMessage()).contains("DEV/main is at bookshop 1.0.0");
        expectFirst(promotion);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "H2")
    void a_connection_that_is_cut_behind_the_commit(Databases product) {
        Promotion promotion = withFirst(product);
        ReleaseInput second = promotion.sealSecond();

        CountersignException failure =
                failure(promotion, second, Moments.beginning("Switching", message -> cut(product, promotion)));

        assertThat(failure.getMessage()).containsPattern("bookshop 1.1.0 .*IS deployed to DEV/main and recorded");
        promotion.deploy(second, "DEV");
        assertThat(promotion.status("DEV").version().orElseThrow().value()).isEqualTo("1.1.0");
        assertThat(promotion.status("DEV").state()).isEmpty();
        assertThat(promotion.application("DEV")).contains("the bookshop 1.1.0");
    }

    @ParameterizedTest
    @EnumSource
    void a_backup_that_cannot_be_written(Databases product) {
        Promotion promotion = withFirst(product);
        assumeFiles(product);
        promotion.project().write("a-file", "no folder\n");
        promotion.editStages(text -> text.replaceFirst("directory: ../backups", "directory: a-file"));
        promotion.project().changes("2", Project.SECOND_CHANGES);
        ReleaseInput second = promotion.seal("1.1.0");
        List<LedgerEvent> before = promotion.history("DEV");

        CountersignException failure = failure(promotion, second, Progress.silent());

        assertThat(failure.getMessage()).contains("backup");
        expectFirst(promotion);
        assertThat(promotion.history("DEV")).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void a_disk_that_is_full_before_or_during_the_backup(Databases product) throws IOException {
        Promotion promotion = withFirst(product);
        assumeFiles(product);
        Optional<SmallDisk> mounted = SmallDisk.ofMebibytes(64, folder);
        assumeThat(mounted).as("this user may mount a file system").isPresent();
        try (SmallDisk disk = mounted.get()) {
            promotion.editStages(text -> text.replaceFirst("directory: ../backups", "directory: ../small"));
            ReleaseInput second = promotion.sealSecond();

            CountersignException during =
                    failure(promotion, second, Moments.beginning("Backing up", message -> fill(disk)));
            assertThat(during.code())
                    .as(during.getMessage())
                    .isIn(ProblemCode.BACKUP_FAILED, ProblemCode.BACKUP_IMPOSSIBLE);
            assertThat(during.getMessage()).contains("DEV/main is unchanged");
            expectFirst(promotion);
            assertThat(promotion.history("DEV")).last().isInstanceOf(LedgerEvent.Failed.class);
            try (Stream<Path> left = Files.list(disk.path())) {
                assertThat(left).containsExactly(disk.path().resolve("filler"));
            }

            List<LedgerEvent> before = promotion.history("DEV");
            CountersignException full = failure(promotion, second, Progress.silent());
            assertThat(full.getMessage()).contains("backup");
            expectFirst(promotion);
            if (full.code() == ProblemCode.GATE_REFUSED) {
                assertThat(promotion.history("DEV")).isEqualTo(before);
            }

            Files.delete(disk.path().resolve("filler"));
            promotion.deploy(second, "DEV");
            assertThat(promotion.query("DEV", "select count(*) from author")).isEqualTo("1");
        }
    }

    private static void assumeFiles(Databases product) {
        assumeThat(product != Databases.POSTGRESQL || PostgresClient.isInstalled())
                .as("backups are files")
                .isTrue();
    }

    private static void fill(SmallDisk disk) {
        try {
            disk.fill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_smoke_check_that_says_no(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.editStages(text -> text.replaceFirst(
                "after: none", "after: none\n    smoke: [ { sql: \"select count(*) from book\", expect: \"7\" } ]"));

        CountersignException failure = failure(promotion, promotion.sealFirst(), Progress.silent());

        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ProblemCode.SMOKE_CHECK_FAILED);
        assertThat(promotion.status("DEV").release()).isEmpty();
        assertThat(promotion.application("DEV")).isEmpty();
    }

    private Promotion withFirst(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.execute("DEV", "insert into book (id, title) values (2, 'Persuasion')");
        return promotion;
    }

    private static CountersignException failure(Promotion promotion, ReleaseInput release, Progress progress) {
        CountersignException failure = catchThrowableOfType(
                CountersignException.class,
                () -> promotion.deployment(release, "DEV").execute(promotion.context("tester@here", progress)));
        assertThat(failure).as("the deployment fails").isNotNull();
        return failure;
    }

    private static void expectFirst(Promotion promotion) {
        assertThat(promotion.status("DEV").version().orElseThrow().value()).isEqualTo("1.0.0");
        assertThat(promotion.status("DEV").drift()).contains(false);
        assertThat(promotion.status("DEV").state()).isEmpty();
        assertThat(promotion.query("DEV", "select count(*) from book")).isEqualTo("2");
        assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                .isEqualTo("2");
        assertThat(promotion.application("DEV")).contains("the bookshop 1.0.0");
    }

    private static void mend(Promotion promotion) {
        promotion.project().changes("2", Project.SECOND_CHANGES);
        promotion.deploy(promotion.seal("1.1.1"), "DEV");
        assertThat(promotion.query("DEV", "select count(*) from author")).isEqualTo("1");
    }

    /** Ends every session in the target's database, the one that holds the lock too. */
    private static void cut(Databases product, Promotion promotion) {
        TestDatabase victim = promotion.database("DEV");
        boolean postgres = product == Databases.POSTGRESQL;
        TestDatabase administration = postgres
                ? PostgresServer.shared().administration()
                : MariaDbServer.shared().administration();
        String sessions = postgres
                ? "select pid from pg_stat_activity where datname = '" + victim.name() + "'"
                : "select id from information_schema.processlist where user = '" + victim.user() + "'";
        try (Connection connection = administration.connect();
                Statement statement = connection.createStatement()) {
            List<Long> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sessions)) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            assertThat(ids).hasSizeGreaterThan(1);
            for (long id : ids) {
                statement.execute(postgres ? "select pg_terminate_backend(" + id + ")" : "kill " + id);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Does something when a message comes. */
    private record Upon(String message, Runnable deed) implements Progress {
        @Override
        public void info(String text) {
            if (text.equals(message)) {
                deed.run();
            }
        }

        @Override
        public void warn(String text) {
            info(text);
        }

        @Override
        public Task start(String name, long total, Unit unit) {
            return Progress.silent().start(name, total, unit);
        }
    }
}
