package io.countersign.database.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.database.ChangeRunner.Applied;
import io.countersign.database.ChangeRunner.Source;
import io.countersign.database.TargetDatabase;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.FolderFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import liquibase.change.custom.CustomTaskChange;
import liquibase.database.Database;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.CustomChangeException;
import liquibase.exception.ValidationErrors;
import liquibase.resource.ResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL: a release is one transaction. */
class OneTransactionTest {
    private static final String ROOT = "root.xml";

    @TempDir
    Path directory;

    private final LiquibaseChangeRunner runner = new LiquibaseChangeRunner();
    private TestDatabase database;
    private TargetDatabase target;

    @BeforeEach
    void open() {
        database = PostgresServer.shared().newDatabase();
        target = Targets.open(database);
    }

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void nothing_is_seen_by_others_before_the_owner_commits() throws Exception {
        changelog(Folder.sql("1", "create table one (id int)") + Folder.changeset("2", "", "<tagDatabase tag=\"t\"/>"));
        target.begin();

        List<Applied> applied = apply();

        assertThat(applied).hasSize(2);
        assertThat(tables()).isEmpty();
        target.commit();
        assertThat(tables()).containsExactly("databasechangelog", "one");
        assertThat(Product.history(database)).hasSize(2).last().asString().contains("| t |");
    }

    @Test
    void nothing_is_left_when_the_owner_rolls_back() throws Exception {
        changelog(Folder.sql("1", "create table one (id int)"));
        target.begin();
        apply();

        target.rollback();

        assertThat(tables()).isEmpty();
    }

    @Test
    void a_failure_in_the_middle_of_many_plain_changesets_is_told_as_ever() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 1; i <= 130; i++) {
            many.append(
                    Folder.sql("c" + i, i == 77 ? "create table t5 (again int)" : "create table t" + i + " (id int)"));
        }
        changelog(many.toString());
        target.begin();

        CountersignException failure = catchThrowableOfType(CountersignException.class, this::apply);
        target.rollback();

        assertThat(failure.problem().found())
                .contains("root.xml::c77::ada", "changeset 77 of 130", "create table t5 (again int)", "already exists");
        assertThat(tables()).isEmpty();
    }

    @Test
    void a_changeset_outside_commits_before_it_and_goes_on_behind_it() throws Exception {
        changelog(Folder.sql("1", "create table one (id int)")
                + Folder.changeset(
                        "2", "runInTransaction=\"false\"", "<sql>create index concurrently i on one (id)</sql>")
                + Folder.sql("3", "create table three (id int)")
                + Folder.sql("4", "insert into nowhere values (1)"));
        assertThat(runner.pending(target, source()).transactional()).isFalse();
        target.begin();

        CountersignException failure = catchThrowableOfType(CountersignException.class, this::apply);
        target.rollback();

        assertThat(failure.code()).isEqualTo(ProblemCode.CHANGESET_FAILED);
        assertThat(tables()).containsExactly("databasechangelog", "one");
        assertThat(runner.recorded(target)).extracting(id -> id.id()).containsExactly("1", "2");
        assertThat(target.connection().getAutoCommit()).isTrue();
    }

    @Test
    void a_failing_changeset_outside_leaves_what_was_committed_before_it() throws Exception {
        changelog(Folder.sql("1", "create table one (id int)")
                + Folder.changeset(
                        "2", "runInTransaction=\"false\"", "<sql>create index concurrently i on nowhere (id)</sql>"));
        target.begin();

        CountersignException failure = catchThrowableOfType(CountersignException.class, this::apply);
        target.rollback();

        assertThat(failure.problem().found()).contains("root.xml::2::ada", "nowhere");
        assertThat(runner.recorded(target)).extracting(id -> id.id()).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit",
                "COMMIT WORK",
                "-- well\nend",
                "/* so */ rollback",
                "abort",
                "rollback and chain",
                "commit and chain"
            })
    void refuses_a_statement_that_ends_the_transaction(String statement) throws Exception {
        changelog(Folder.sql("1", "create table one (id int)") + Folder.sql("2", statement));
        target.begin();

        CountersignException failure = catchThrowableOfType(CountersignException.class, this::apply);
        target.rollback();

        assertThat(failure.code()).isEqualTo(ProblemCode.CHANGESET_FAILED);
        assertThat(failure.problem().found()).contains("ends the release's transaction");
        assertThat(tables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create table one (id int); commit; select 1", "select 'it''s' || E'\\'; '; /* ; */ end"})
    void refuses_one_in_the_middle_of_a_text(String text) throws Exception {
        changelog(Folder.changeset("1", "", "<sql splitStatements=\"false\">" + text + "</sql>"));
        target.begin();

        CountersignException failure = catchThrowableOfType(CountersignException.class, this::apply);
        target.rollback();

        assertThat(failure.code()).isEqualTo(ProblemCode.CHANGESET_FAILED);
        assertThat(failure.problem().found()).contains("ends the release's transaction");
        assertThat(failure.problem().state()).isEqualTo("Nothing of the open transaction is committed.");
        assertThat(tables()).isEmpty();
    }

    /** A changeset of its own class, which no watch sees. */
    public static final class Committing implements CustomTaskChange {
        @Override
        public void execute(Database database) throws CustomChangeException {
            try {
                ((JdbcConnection) database.getConnection())
                        .getUnderlyingConnection()
                        .commit();
            } catch (SQLException e) {
                throw new CustomChangeException(e);
            }
        }

        @Override
        public String getConfirmationMessage() {
            return "committed";
        }

        @Override
        public void setUp() {
            // needs nothing
        }

        @Override
        public void setFileOpener(ResourceAccessor files) {
            // reads none
        }

        @Override
        public ValidationErrors validate(Database database) {
            return new ValidationErrors();
        }
    }

    @Test
    void tells_what_is_committed_where_a_class_ended_the_transaction() throws Exception {
        changelog(Folder.sql("1", "create table one (id int)")
                + Folder.changeset("2", "", "<customChange class=\"" + Committing.class.getName() + "\"/>"));
        target.begin();

        CountersignException failure = catchThrowableOfType(CountersignException.class, this::apply);
        target.rollback();

        assertThat(failure.code()).isEqualTo(ProblemCode.CHANGESET_FAILED);
        assertThat(failure.problem().state()).isEqualTo("What was done up to there is committed.");
        assertThat(tables()).contains("one");
    }

    @Test
    void allows_routines_whose_bodies_have_such_words() throws Exception {
        changelog(
                Folder.changeset(
                        "1",
                        "",
                        "<sql splitStatements=\"false\">create function f() returns int as $$ begin return 1; end; $$ language plpgsql</sql>"));
        target.begin();

        assertThat(apply()).hasSize(1);

        target.commit();
    }

    @Test
    void changesets_that_read_the_history_see_all_of_it() throws Exception {
        changelog(Folder.sql("1", "create table seen (n bigint)")
                + Folder.sql("2", "insert into seen select count(*) from databasechangelog")
                + Folder.sql("3", "select 1")
                + Folder.changeset(
                        "4",
                        "",
                        "<sql splitStatements=\"false\">create function h() returns bigint as"
                                + " 'select count(*) from databasechangelog' language sql</sql>")
                + Folder.sql("5", "select 2")
                + Folder.sql("6", "insert into seen select h()"));
        target.begin();
        apply();
        target.commit();

        assertThat(Product.rows(target.connection(), "select n from seen order by n"))
                .containsExactly("1", "5");

        changelog(Folder.sql("1", "create table seen (n bigint)")
                + Folder.sql("7", "select 3")
                + Folder.sql("8", "insert into seen select h()"));
        target.begin();
        apply();
        target.commit();

        assertThat(Product.rows(target.connection(), "select n from seen order by n"))
                .containsExactly("1", "5", "7");
    }

    @Test
    void texts_that_would_mix_with_their_neighbours_are_sent_alone() {
        assertThat(PlainSql.standsAlone("insert into a values ('it''s', \"x\")"))
                .isTrue();
        assertThat(PlainSql.standsAlone("insert into a values ('")).isFalse();
        assertThat(PlainSql.standsAlone("insert into a values (\"'\"')")).isFalse();
        assertThat(PlainSql.standsAlone("select 1 -- comment")).isFalse();
        assertThat(PlainSql.standsAlone("select 1 /* open")).isFalse();
        assertThat(PlainSql.standsAlone("do $$ begin end $$")).isFalse();
        assertThat(PlainSql.standsAlone("select E'\\''")).isFalse();
        assertThat(PlainSql.standsAlone("select count(*) from DatabaseChangeLog"))
                .isFalse();
        assertThat(PlainSql.standsAlone("select 1; commit")).isFalse();
    }

    @Test
    void stops_between_changesets_when_interrupted() throws Exception {
        changelog(Folder.sql("1", "create table one (id int)"));
        target.begin();
        Thread.currentThread().interrupt();

        CountersignException stopped;
        try {
            stopped = catchThrowableOfType(CountersignException.class, this::apply);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        target.rollback();

        assertThat(stopped.code()).isEqualTo(ProblemCode.INTERRUPTED);
        assertThat(tables()).isEmpty();
    }

    @Test
    void leaves_the_connection_free_when_interrupted_while_the_server_works() throws Exception {
        StringBuilder many = new StringBuilder(Folder.sql("slow", "select pg_sleep(0.5)"));
        for (int i = 1; i <= 200; i++) {
            many.append(Folder.sql("c" + i, "create table t" + i + " (id int)"));
        }
        changelog(many.toString());
        target.begin();
        Thread applying = Thread.currentThread();
        CompletableFuture<Void> interrupting = CompletableFuture.runAsync(() -> {
            awaitStatement("%pg_sleep%");
            applying.interrupt();
        });

        CountersignException stopped;
        try {
            stopped = catchThrowableOfType(CountersignException.class, this::apply);
            interrupting.join();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        target.rollback();

        assertThat(stopped.code()).isEqualTo(ProblemCode.INTERRUPTED);
        assertThat(tables()).isEmpty();
        changelog(Folder.sql("1", "create table one (id int)"));
        target.begin();
        apply();
        target.commit();
        assertThat(tables()).containsExactly("databasechangelog", "one");
    }

    /** Asks until another session runs such a statement. */
    private void awaitStatement(String pattern) {
        try (Connection other = database.connect()) {
            while (Product.rows(
                            other,
                            "select pid from pg_stat_activity where state = 'active' and pid <> pg_backend_pid()"
                                    + " and datname = current_database() and query like '" + pattern + "'")
                    .isEmpty()) {
                Thread.onSpinWait();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void commits_each_changeset_where_no_transaction_was_begun() throws Exception {
        changelog(Folder.sql("1", "create table one (id int)") + Folder.sql("2", "insert into nowhere values (1)"));

        CountersignException failure = catchThrowableOfType(CountersignException.class, this::apply);

        assertThat(failure.code()).isEqualTo(ProblemCode.CHANGESET_FAILED);
        assertThat(runner.recorded(target)).extracting(id -> id.id()).containsExactly("1");
        assertThat(target.connection().getAutoCommit()).isTrue();
    }

    private void changelog(String changesets) throws Exception {
        new Folder(directory).xml(ROOT, changesets);
    }

    private Source source() {
        return new Source(FolderFiles.at(directory), ROOT);
    }

    private List<Applied> apply() {
        return runner.apply(target, source(), Progress.silent());
    }

    private List<String> tables() throws SQLException {
        try (Connection other = database.connect()) {
            return Product.rows(other, "select tablename from pg_tables where schemaname = 'public' order by 1");
        }
    }
}
