package io.countersign.database.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.database.ChangeRunner.Altered;
import io.countersign.database.ChangeRunner.Applied;
import io.countersign.database.ChangeRunner.Pending;
import io.countersign.database.ChangeRunner.Preview;
import io.countersign.database.ChangeRunner.Source;
import io.countersign.database.TargetDatabase;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.ChangesetId;
import io.countersign.release.FolderFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds on every database. */
class ChangeRunnerTest {
    private static final String ROOT = "root.xml";
    private static final String TABLE = Folder.changeset(
            "table",
            "",
            "<createTable tableName=\"book\"><column name=\"id\" type=\"int\"><constraints primaryKey=\"true\"/></column>"
                    + "<column name=\"title\" type=\"varchar(50)\"/></createTable>");
    private static final String ROW = Folder.changeset(
            "row",
            "",
            "<insert tableName=\"book\"><column name=\"id\" valueNumeric=\"1\"/></insert><rollback>delete from book</rollback>");

    @TempDir
    Path directory;

    private final LiquibaseChangeRunner runner = new LiquibaseChangeRunner();
    private Folder folder;

    @BeforeEach
    void folder() {
        folder = new Folder(directory);
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void looking_creates_nothing(Product product) throws Exception {
        folder.xml(ROOT, TABLE + ROW);
        TestDatabase database = product.newDatabase();

        try (TargetDatabase target = Targets.open(database)) {
            Pending pending = runner.pending(target, source());
            List<Preview> preview = runner.preview(target, source());

            assertThat(pending.pending())
                    .extracting(changeset -> changeset.id().id())
                    .containsExactly("table", "row");
            assertThat(pending.appliedBefore()).isEmpty();
            assertThat(pending.transactional()).isTrue();
            assertThat(preview.get(0).sql()).singleElement().asString().containsIgnoringCase("create table");
            assertThat(preview.get(0).rollbackSql()).singleElement().asString().containsIgnoringCase("drop table");
            assertThat(preview.get(1).rollbackSql()).containsExactly("delete from book");
            assertThat(runner.recorded(target)).isEmpty();
            assertThat(target.connection().getAutoCommit()).isTrue();
        }
        try (Connection connection = database.connect()) {
            assertThat(Product.rows(connection, everyTable(product))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void tells_what_is_left_to_do(Product product) throws Exception {
        folder.xml(ROOT, TABLE);
        try (TargetDatabase target = Targets.open(product.newDatabase())) {
            List<Applied> applied = apply(target);
            folder.xml(ROOT, TABLE + ROW);

            Pending pending = runner.pending(target, source());

            assertThat(applied).extracting(Applied::id).containsExactly(id("table"));
            assertThat(pending.appliedBefore()).containsExactly(id("table"));
            assertThat(pending.pending())
                    .extracting(changeset -> changeset.id())
                    .containsExactly(id("row"));
            assertThat(runner.recorded(target)).containsExactly(id("table"));
            assertThat(apply(target)).extracting(Applied::id).containsExactly(id("row"));
            assertThat(runner.pending(target, source()).pending()).isEmpty();
            assertThat(apply(target)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void finds_and_refuses_a_changeset_that_was_altered(Product product) throws Exception {
        folder.xml(ROOT, Folder.sql("1", "create table one (id int)"));
        try (TargetDatabase target = Targets.open(product.newDatabase())) {
            apply(target);
            String recorded = checksum(target);
            folder.xml(ROOT, Folder.sql("1", "create table one (id int, more int)") + TABLE);

            List<Altered> altered = runner.pending(target, source()).altered();
            CountersignException refusal = catchThrowableOfType(CountersignException.class, () -> apply(target));
            target.rollback();

            assertThat(altered).extracting(Altered::id).containsExactly(id("1"));
            assertThat(altered.get(0).recorded()).isEqualTo(recorded);
            assertThat(altered.get(0).now()).startsWith("9:").isNotEqualTo(recorded);
            assertThat(refusal.code()).isEqualTo(ProblemCode.CHANGESET_ALTERED);
            assertThat(refusal.getMessage()).contains("root.xml::1::ada", recorded);
            assertThat(runner.recorded(target)).containsExactly(id("1"));
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void upgrades_checksums_of_older_Liquibases(Product product) throws Exception {
        folder.xml(ROOT, Folder.sql("1", "create table one (id int)") + Folder.sql("2", "create table two (id int)"));
        try (TargetDatabase target = Targets.open(product.newDatabase())) {
            apply(target);
            List<String> current = checksums(target);
            // what Liquibase 4.21 recorded for the first, and a checksum that was cleared for the second
            execute(
                    target,
                    "update DATABASECHANGELOG set MD5SUM = '8:" + version8("create table one (id int)")
                            + "' where ID = '1'");
            execute(target, "update DATABASECHANGELOG set MD5SUM = null where ID = '2'");

            Pending pending = runner.pending(target, source());

            assertThat(pending.altered()).isEmpty();
            assertThat(pending.pending()).isEmpty();
            assertThat(apply(target)).isEmpty();
            assertThat(checksums(target)).isEqualTo(current);
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void tells_which_changeset_failed_and_how(Product product) throws Exception {
        folder.xml(ROOT, TABLE + Folder.sql("wrong", "insert into no_such_table values (1)") + ROW);
        try (TargetDatabase target = Targets.open(product.newDatabase())) {
            CountersignException failure = catchThrowableOfType(CountersignException.class, () -> apply(target));
            target.rollback();

            assertThat(failure.code()).isEqualTo(ProblemCode.CHANGESET_FAILED);
            assertThat(failure.problem().found())
                    .contains(
                            "root.xml::wrong::ada",
                            "TEST/main",
                            "changeset 2 of 3",
                            "insert into no_such_table values (1)")
                    .containsIgnoringCase("no_such_table");
            assertThat(runner.recorded(target)).isEqualTo(target.transactionalDdl() ? List.of() : List.of(id("table")));
            assertThat(target.connection().getAutoCommit()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void takes_changesets_back_the_last_one_first(Product product) throws Exception {
        folder.xml(ROOT, TABLE);
        TestDatabase database = product.newDatabase();
        try (TargetDatabase target = Targets.open(database)) {
            apply(target);
            List<String> before = product.content(database);
            folder.xml(
                    ROOT,
                    TABLE
                            + ROW
                            + Folder.changeset(
                                    "more",
                                    "",
                                    "<addColumn tableName=\"book\"><column name=\"more\" type=\"int\"/></addColumn>"));
            List<ChangesetId> applied = apply(target).stream().map(Applied::id).toList();

            List<Preview> preview = runner.rollbackPreview(target, source(), applied);
            rollBack(target, applied);

            assertThat(preview).extracting(Preview::id).containsExactly(id("more"), id("row"));
            assertThat(preview.get(0).sql()).singleElement().asString().containsIgnoringCase("drop column");
            assertThat(runner.recorded(target)).containsExactly(id("table"));
            assertThat(product.content(database)).isEqualTo(before);
            assertThat(apply(target)).extracting(Applied::id).containsExactly(id("row"), id("more"));
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void takes_nothing_back_where_one_changeset_has_no_rollback(Product product) throws Exception {
        folder.xml(ROOT, TABLE + Folder.sql("one way", "insert into book (id) values (7)") + ROW);
        TestDatabase database = product.newDatabase();
        try (TargetDatabase target = Targets.open(database)) {
            List<ChangesetId> applied = apply(target).stream().map(Applied::id).toList();
            List<String> before = product.content(database);

            CountersignException refusal = catchThrowableOfType(
                    CountersignException.class, () -> runner.rollBack(target, source(), applied, Progress.silent()));

            assertThat(refusal.code()).isEqualTo(ProblemCode.ROLLBACK_IMPOSSIBLE);
            assertThat(refusal.problem().found()).contains("root.xml::one way::ada");
            assertThat(product.content(database)).isEqualTo(before);
            assertThat(runner.recorded(target)).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void keeps_what_a_changeset_that_was_only_marked_as_run_would_drop(Product product) throws Exception {
        String precondition =
                "<preConditions onFail=\"MARK_RAN\"><not><tableExists tableName=\"shop\"/></not></preConditions>";
        folder.xml(
                ROOT,
                Folder.changeset(
                        "mine",
                        "",
                        precondition
                                + "<createTable tableName=\"shop\"><column name=\"id\" type=\"int\"/></createTable>"));
        TestDatabase database = product.newDatabase();
        try (TargetDatabase target = Targets.open(database)) {
            execute(target, "create table shop (id int)");
            execute(target, "insert into shop values (1)");
            List<ChangesetId> applied = apply(target).stream().map(Applied::id).toList();

            rollBack(target, applied);

            assertThat(applied).containsExactly(id("mine"));
            assertThat(runner.recorded(target)).isEmpty();
            assertThat(Product.rows(target.connection(), "select * from shop")).containsExactly("1");
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void refuses_to_take_back_what_ran_again(Product product) throws Exception {
        String always = Folder.changeset(
                "always", "runAlways=\"true\"", "<sql>update book set title = 'x'</sql><rollback>select 1</rollback>");
        folder.xml(ROOT, TABLE + always);
        try (TargetDatabase target = Targets.open(product.newDatabase())) {
            apply(target);
            List<ChangesetId> again = apply(target).stream().map(Applied::id).toList();

            CountersignException refusal = catchThrowableOfType(
                    CountersignException.class, () -> runner.rollBack(target, source(), again, Progress.silent()));

            assertThat(again).containsExactly(id("always"));
            assertThat(refusal.code()).isEqualTo(ProblemCode.ROLLBACK_IMPOSSIBLE);
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void refuses_while_another_Liquibase_holds_its_lock(Product product) throws Exception {
        folder.xml(ROOT, TABLE);
        TestDatabase database = product.newDatabase();
        Stock.update(database, directory, ROOT);
        folder.xml(ROOT, TABLE + ROW);
        try (TargetDatabase target = Targets.open(database)) {
            execute(
                    target,
                    "update DATABASECHANGELOGLOCK set LOCKED = " + (product == Product.MARIADB ? "1" : "true")
                            + ", LOCKEDBY = 'build7 (10.0.0.7)', LOCKGRANTED = timestamp '2026-11-20 10:11:12'");

            CountersignException refusal = catchThrowableOfType(CountersignException.class, () -> apply(target));
            target.rollback();

            assertThat(refusal.code()).isEqualTo(ProblemCode.LOCK_HELD);
            assertThat(refusal.problem().found()).contains("build7 (10.0.0.7)", "2026-11-20T10:11:12");
            assertThat(runner.pending(target, source()).pending()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void refuses_where_the_changelogs_own_preconditions_do_not_hold(Product product) throws Exception {
        folder.xml(ROOT, "<preConditions><tableExists tableName=\"nowhere\"/></preConditions>" + TABLE);
        try (TargetDatabase target = Targets.open(product.newDatabase())) {
            CountersignException failure = catchThrowableOfType(CountersignException.class, () -> apply(target));
            target.rollback();

            assertThat(failure.code()).isEqualTo(ProblemCode.CHANGESET_FAILED);
            assertThat(failure.problem().found()).containsIgnoringCase("nowhere");
            assertThat(runner.recorded(target)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void leaves_nothing_behind_in_the_process(Product product) throws Exception {
        folder.xml(ROOT, TABLE + ROW);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        String properties = System.getProperties().toString();
        Thread.currentThread().setContextClassLoader(null);
        try (TargetDatabase target = Targets.open(product.newDatabase())) {
            assertThat(apply(target)).hasSize(2);
            assertThat(Thread.currentThread().getContextClassLoader()).isNull();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(System.getProperties().toString()).isEqualTo(properties);
        Thread another = new Thread(() -> {}); // Liquibase without a scope manager broke every new thread
        another.start();
        another.join();
    }

    private Source source() {
        return new Source(FolderFiles.at(directory), ROOT);
    }

    private static ChangesetId id(String id) {
        return new ChangesetId(ROOT, id, "ada");
    }

    private List<Applied> apply(TargetDatabase target) {
        if (!target.transactionalDdl()) {
            return runner.apply(target, source(), Progress.silent());
        }
        target.begin();
        List<Applied> applied = runner.apply(target, source(), Progress.silent());
        target.commit();
        return applied;
    }

    private void rollBack(TargetDatabase target, List<ChangesetId> applied) {
        if (target.transactionalDdl()) {
            target.begin();
        }
        runner.rollBack(target, source(), applied, Progress.silent());
        if (target.transactionalDdl()) {
            target.commit();
        }
    }

    private static void execute(TargetDatabase target, String sql) throws SQLException {
        try (Statement statement = target.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private static String checksum(TargetDatabase target) throws SQLException {
        return checksums(target).get(0);
    }

    private static List<String> checksums(TargetDatabase target) throws SQLException {
        return Product.rows(target.connection(), "select MD5SUM from DATABASECHANGELOG order by ORDEREXECUTED");
    }

    private static String everyTable(Product product) {
        return "select table_name from information_schema.tables where table_schema = "
                + switch (product) {
                    case POSTGRESQL -> "'public'";
                    case MARIADB -> "database()";
                    case H2 -> "'PUBLIC'";
                };
    }

    /** The checksum of a changeset with one SQL change, as Liquibase 4.21 and earlier computed it. */
    private static String version8(String sql) throws Exception {
        var change = new liquibase.change.core.RawSQLChange(sql);
        var changeset = new liquibase.changelog.ChangeSet("1", "ada", false, false, ROOT, null, null, null);
        changeset.addChange(change);
        return changeset
                .generateCheckSum(liquibase.ChecksumVersion.V8)
                .toString()
                .substring(2);
    }
}
