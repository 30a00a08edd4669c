package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.SmallDisk;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.BackupPolicy;
import io.countersign.release.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupTest {
    private static final Progress SILENT = Progress.silent();

    /** Everything that a dump could trip over. */
    private static final String TITLE = "Babička's \\ \"house\"\n\\.\nCOMMIT;";

    @TempDir
    Path directory;

    @BeforeAll
    static void name_the_tools() {
        System.setProperty(
                "countersign.mariadb.bin",
                MariaDbServer.shared().dump().getParent().toString());
    }

    @AfterAll
    static void forget_the_tools() {
        System.clearProperty("countersign.mariadb.bin");
    }

    private static void assumeToolsFor(Targets product, String method) {
        if (product == Targets.POSTGRESQL && method.equals("native")) {
            PostgresClient.assumeInstalled();
        }
    }

    private BackupPolicy policy(String method) {
        return new BackupPolicy(method, directory, Optional.empty(), Optional.empty(), true, 2);
    }

    /** A database with some content, a ledger, and a user who may create databases. */
    private static TargetDatabase filled(Targets product) throws SQLException {
        TestDatabase database = product.fresh();
        allowNewDatabases(product, database);
        TargetDatabase target = TargetDatabases.connect(Targets.settings(database));
        target.createLedger();
        Targets.run(
                target,
                "INSERT INTO " + target.ledgerTable() + " (seq, hash, body) VALUES (1, '" + "a".repeat(64)
                        + "', 'one')",
                "CREATE TABLE author (id int PRIMARY KEY, name varchar(100) NOT NULL)",
                "CREATE TABLE book (id int PRIMARY KEY, title varchar(200), author int, status varchar(10)"
                        + " CHECK (status IN ('new', 'old')), FOREIGN KEY (author) REFERENCES author (id))",
                "INSERT INTO author VALUES (1, 'Božena Němcová 🦆'), (2, 'x;\nCREATE USER y')",
                "CREATE VIEW shelf AS SELECT b.title, a.name FROM book b JOIN author a ON a.id = b.author",
                "CREATE TABLE DATABASECHANGELOG (id varchar(255))",
                "INSERT INTO DATABASECHANGELOG VALUES ('1')");
        if (product == Targets.H2) {
            Targets.run(target, "CREATE SYNONYM changes FOR DATABASECHANGELOG");
        }
        try (PreparedStatement insert =
                target.connection().prepareStatement("INSERT INTO book VALUES (1, ?, 1, 'new')")) {
            insert.setString(1, TITLE);
            insert.executeUpdate();
        }
        return target;
    }

    private static void allowNewDatabases(Targets product, TestDatabase database) throws SQLException {
        if (product == Targets.POSTGRESQL) {
            administrate(PostgresServer.shared().administration(), "ALTER ROLE " + database.user() + " CREATEDB");
        } else if (product == Targets.MARIADB) {
            administrate(
                    MariaDbServer.shared().administration(),
                    "GRANT ALL ON *.* TO '" + database.user() + "'@'localhost'");
        }
    }

    private static void administrate(TestDatabase server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void spoil(TargetDatabase target) {
        Targets.run(
                target,
                "DROP VIEW shelf",
                "DELETE FROM book",
                "ALTER TABLE author ADD extra int",
                "CREATE TABLE unwanted (id int)",
                "CREATE TABLE Täble (id int)",
                "INSERT INTO DATABASECHANGELOG VALUES ('2')",
                "INSERT INTO " + target.ledgerTable() + " (seq, hash, body) VALUES (2, '" + "b".repeat(64)
                        + "', 'two')");
    }

    private static List<String> column(TargetDatabase target, String sql) throws SQLException {
        try (Statement statement = target.connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            Stream.Builder<String> values = Stream.builder();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values.build().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, native", "POSTGRESQL, template", "MARIADB, native", "H2, script"})
    void brings_everything_back_but_the_ledger(Targets product, String method) throws Exception {
        assumeToolsFor(product, method);
        try (TargetDatabase target = filled(product);
                DatabaseLock lock = target.lock("deploy", Duration.ZERO)) {
            SchemaInventory inventory = target.inventory();
            BackupMethod methods =
                    BackupMethods.forPolicy(policy(method), target).orElseThrow();
            assertThat(methods.name()).isEqualTo(method);
            assertThat(methods.obstacle(target)).isEmpty();

            Backup backup = methods.make(target, "42", SILENT);
            assertThat(backup.fingerprint()).isEqualTo(inventory.fingerprint());
            methods.testRestore(target, backup, SILENT);
            assertThat(target.inventory().differencesFrom(inventory)).isEmpty();

            for (int i = 0; i < 2; i++) {
                if (i == 0) {
                    spoil(target);
                }
                methods.restore(target, backup, SILENT);
                assertThat(target.inventory().differencesFrom(inventory)).isEmpty();
                assertThat(column(target, "SELECT title FROM shelf")).containsExactly(TITLE);
                assertThat(column(target, "SELECT name FROM author ORDER BY id"))
                        .containsExactly("Božena Němcová 🦆", "x;\nCREATE USER y");
                assertThat(column(target, "SELECT id FROM DATABASECHANGELOG")).containsExactly("1");
                assertThat(column(target, "SELECT body FROM " + target.ledgerTable() + " ORDER BY seq"))
                        .containsExactly("one", "two");
            }
            assertThat(lock.isHeld()).isTrue();

            methods.discard(target, backup);
            assertThat(methods.exists(target, backup)).isFalse();
            CountersignException refusal =
                    catchThrowableOfType(CountersignException.class, () -> methods.restore(target, backup, SILENT));
            assertThat(refusal.code()).isEqualTo(ProblemCode.BACKUP_MISSING);
            assertThat(lock.isHeld()).isTrue();
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void of_a_postgresql_schema_with_everything_in_it_comes_back() throws Exception {
        PostgresClient.assumeInstalled();
        TestDatabase database = Targets.POSTGRESQL.fresh();
        try (TargetDatabase target = TargetDatabases.connect(Targets.settings(database))) {
            Targets.run(target, PostgresInventoryTest.everything());
            SchemaInventory inventory = target.inventory();
            BackupMethod method =
                    BackupMethods.forPolicy(policy("native"), target).orElseThrow();
            Backup backup = method.make(target, "1", SILENT);
            Targets.run(
                    target,
                    "CREATE TABLE public.more (id serial)",
                    "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                    "CREATE TYPE public.colour AS ENUM ('red')",
                    "CREATE DOMAIN public.small AS int",
                    "CREATE SCHEMA late",
                    "GRANT CREATE ON SCHEMA public TO PUBLIC",
                    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
                    "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
                    "DROP TABLE sales.customer CASCADE");
            method.restore(target, backup, SILENT);
            assertThat(target.inventory().differencesFrom(inventory)).isEmpty();
        }
    }

    @Test
    void of_one_postgresql_schema_leaves_the_others_alone() throws Exception {
        PostgresClient.assumeInstalled();
        TestDatabase database = Targets.POSTGRESQL.fresh();
        try (TargetDatabase whole = TargetDatabases.connect(Targets.settings(database))) {
            Targets.run(
                    whole,
                    "CREATE SCHEMA \"Kunde Ä\"",
                    "CREATE TABLE \"Kunde Ä\".t (id int)",
                    "CREATE TABLE other (id int)");
            ConnectionSettings settings = Targets.withSchema(Targets.settings(database), "Kunde Ä");
            try (TargetDatabase target = TargetDatabases.connect(settings)) {
                BackupMethod method =
                        BackupMethods.forPolicy(policy("auto"), target).orElseThrow();
                Backup backup = method.make(target, "1", SILENT);
                Targets.run(target, "ALTER TABLE t ADD extra int", "INSERT INTO public.other VALUES (1)");
                method.restore(target, backup, SILENT);
                assertThat(target.fingerprint()).isEqualTo(backup.fingerprint());
                assertThat(column(target, "SELECT id FROM public.other")).containsExactly("1");
            }
        }
    }

    /** Whoever may not give a view to its definer again finds that out when everything has been dropped. */
    @Test
    void that_mariadb_would_not_let_its_account_restore_is_not_made() throws Exception {
        TestDatabase database = Targets.MARIADB.fresh();
        TestDatabase server = MariaDbServer.shared().administration();
        String definer = "'" + database.name() + "_dba'@'localhost'";
        String user = "'" + database.user() + "'@'localhost'";
        try (TargetDatabase target = TargetDatabases.connect(Targets.settings(database))) {
            Targets.run(target, "CREATE TABLE book (id int)", "CREATE VIEW own AS SELECT id FROM book");
            BackupMethod method =
                    BackupMethods.forPolicy(policy("native"), target).orElseThrow();
            assertThat(method.obstacle(target)).isEmpty();
            administrate(server, "CREATE USER " + definer);
            administrate(
                    server,
                    "CREATE DEFINER = " + definer + " VIEW " + database.name() + ".theirs AS SELECT id FROM "
                            + database.name() + ".book");

            assertThat(method.obstacle(target)).hasValueSatisfying(problem -> {
                assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_IMPOSSIBLE);
                assertThat(problem.found()).contains("may not give view theirs to");
            });
            CountersignException refusal =
                    catchThrowableOfType(CountersignException.class, () -> method.make(target, "1", SILENT));
            assertThat(refusal.code()).isEqualTo(ProblemCode.BACKUP_IMPOSSIBLE);

            administrate(
                    server,
                    "GRANT " + (MariaDbServer.shared().isMySql() ? "SET_USER_ID" : "SET USER") + " ON *.* TO " + user);
            assertThat(method.obstacle(target)).isEmpty();
            Backup backup = method.make(target, "1", SILENT);
            method.restore(target, backup, SILENT);
            assertThat(column(
                            target,
                            "SELECT DEFINER FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1"))
                    .containsExactlyInAnyOrder(database.name() + "_dba@localhost", database.user() + "@localhost");
        }
    }

    /** The dump has six digits of it, so the restore would change what users wrote. */
    @Test
    void that_would_round_values_of_mariadb_is_not_made() throws Exception {
        try (TargetDatabase target = Targets.MARIADB.open()) {
            Targets.run(
                    target,
                    "CREATE TABLE gauge (id int PRIMARY KEY, `the float` float, f float(10,2), d double,"
                            + " twice float AS (d * 2) STORED)",
                    "INSERT INTO gauge (id, `the float`, f, d) VALUES (1, 0.1, 16777215, 16777215), (2, 1e30, 1.5, 0.1),"
                            + " (3, 123456, 99999.99, 1), (4, NULL, NULL, NULL)");
            BackupMethod method =
                    BackupMethods.forPolicy(policy("native"), target).orElseThrow();
            String sum = "SELECT GROUP_CONCAT(id, ' ', `the float` + 0e0, ' ', f + 0e0, ' ', d ORDER BY id) FROM gauge";
            String before = column(target, sum).get(0);
            Backup backup = method.make(target, "1", SILENT);
            method.restore(target, backup, SILENT);
            assertThat(column(target, sum)).containsExactly(before);

            Targets.run(target, "INSERT INTO gauge (id, `the float`) VALUES (5, 16777215)");

            assertThat(method.obstacle(target)).hasValueSatisfying(problem -> {
                assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_IMPOSSIBLE);
                assertThat(problem.found()).contains("gauge (the float, f)");
            });
            CountersignException refusal =
                    catchThrowableOfType(CountersignException.class, () -> method.make(target, "2", SILENT));
            assertThat(refusal.code()).isEqualTo(ProblemCode.BACKUP_IMPOSSIBLE);
        }
    }

    @Test
    void that_would_forget_the_history_of_rows_of_mariadb_is_not_made() {
        assumeThat(MariaDbServer.shared().isMySql())
                .as("MySQL versions no rows")
                .isFalse();
        try (TargetDatabase target = Targets.MARIADB.open()) {
            Targets.run(target, "CREATE TABLE contract (id int PRIMARY KEY, price int) WITH SYSTEM VERSIONING");
            BackupMethod method =
                    BackupMethods.forPolicy(policy("native"), target).orElseThrow();

            CountersignException refusal =
                    catchThrowableOfType(CountersignException.class, () -> method.make(target, "1", SILENT));

            assertThat(refusal.code()).isEqualTo(ProblemCode.BACKUP_IMPOSSIBLE);
            assertThat(refusal.problem().found()).contains("rows of contract");
            Targets.run(target, "ALTER TABLE contract DROP SYSTEM VERSIONING");
            assertThat(method.obstacle(target)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, native", "MARIADB, native", "H2, script"})
    void is_refused_when_one_byte_of_its_file_changed(Targets product, String method) throws Exception {
        assumeToolsFor(product, method);
        try (TargetDatabase target = filled(product)) {
            BackupMethod methods =
                    BackupMethods.forPolicy(policy(method), target).orElseThrow();
            Backup backup = methods.make(target, "7", SILENT);
            Path file = Path.of(backup.location());
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            Fingerprint before = target.fingerprint();

            CountersignException refusal =
                    catchThrowableOfType(CountersignException.class, () -> methods.restore(target, backup, SILENT));

            assertThat(refusal.code()).isEqualTo(ProblemCode.BACKUP_ALTERED);
            assertThat(target.fingerprint()).isEqualTo(before);
        }
    }

    @Test
    void that_postgresql_cannot_restore_changes_nothing() throws Exception {
        PostgresClient.assumeInstalled();
        try (TargetDatabase target = filled(Targets.POSTGRESQL)) {
            BackupMethod method =
                    BackupMethods.forPolicy(policy("native"), target).orElseThrow();
            Backup good = method.make(target, "8", SILENT);
            Path file = directory.resolve("broken.sql.gz");
            try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write("CREATE TABLE half (id int);\nSELECT nonsense;\n".getBytes(StandardCharsets.UTF_8));
            }
            Backup broken = new Backup(
                    "native", file.toString(), Optional.of(Digest.of(file)), Files.size(file), good.fingerprint());

            CountersignException failure =
                    catchThrowableOfType(CountersignException.class, () -> method.restore(target, broken, SILENT));

            assertThat(failure.code()).isEqualTo(ProblemCode.RESTORE_FAILED);
            assertThat(failure.getMessage()).contains("nonsense");
            assertThat(target.fingerprint()).isEqualTo(good.fingerprint());
            assertThat(column(target, "SELECT title FROM shelf")).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, native", "MARIADB, native", "H2, script"})
    void into_a_full_disk_fails_and_leaves_nothing(Targets product, String method) throws Exception {
        assumeToolsFor(product, method);
        try (TargetDatabase target = filled(product)) {
            String filler = product == Targets.POSTGRESQL
                    ? "INSERT INTO author SELECT g, md5(g::text) || md5((g * 7)::text) FROM generate_series(10, 60000) g"
                    : product == Targets.H2
                            ? "INSERT INTO author SELECT x + 10, RANDOM_UUID() || RANDOM_UUID() FROM SYSTEM_RANGE(1, 60000)"
                            : """
                            INSERT INTO author WITH RECURSIVE numbers (n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM numbers WHERE n < 900)
                            SELECT a.n * 1000 + b.n, CONCAT(MD5(a.n * 1000 + b.n), MD5(a.n * 7 + b.n))
                              FROM numbers a JOIN numbers b WHERE a.n < 77""";
            Targets.run(target, filler);
            Optional<SmallDisk> mounted = SmallDisk.ofMebibytes(1, directory);
            assumeThat(mounted).as("this user may mount a file system").isPresent();
            try (SmallDisk disk = mounted.get()) {
                BackupPolicy policy =
                        new BackupPolicy(method, disk.path(), Optional.empty(), Optional.empty(), false, 1);
                BackupMethod methods = BackupMethods.forPolicy(policy, target).orElseThrow();

                CountersignException failure =
                        catchThrowableOfType(CountersignException.class, () -> methods.make(target, "9", SILENT));

                // an empty PostgreSQL database is larger than the disk already, and that is noticed before
                assertThat(failure.code())
                        .isEqualTo(
                                product == Targets.POSTGRESQL
                                        ? ProblemCode.BACKUP_IMPOSSIBLE
                                        : ProblemCode.BACKUP_FAILED);
                assertThat(failure.getMessage())
                        .contains(product == Targets.POSTGRESQL ? "MiB left" : "No space left on device");
                try (Stream<Path> left = Files.list(disk.path())) {
                    assertThat(left).isEmpty();
                }
            }
        }
    }

    @Test
    void by_a_template_is_refused_while_others_are_connected() throws Exception {
        try (TargetDatabase target = filled(Targets.POSTGRESQL);
                TargetDatabase other = TargetDatabases.connect(target.settings())) {
            BackupMethod method =
                    BackupMethods.forPolicy(policy("template"), target).orElseThrow();
            assertThat(other.hasLedger()).isTrue();

            CountersignException refusal =
                    catchThrowableOfType(CountersignException.class, () -> method.make(target, "3", SILENT));

            assertThat(refusal.code()).isEqualTo(ProblemCode.BACKUP_IMPOSSIBLE);
            assertThat(refusal.getMessage())
                    .contains("countersign", other.settings().user().orElseThrow());
        }
    }

    /** The server goes on copying when the client is killed. */
    @Test
    void by_a_template_that_was_killed_is_removed_by_the_next_command() throws Exception {
        try (TargetDatabase target = filled(Targets.POSTGRESQL)) {
            String making = target.connection().getCatalog() + "_cs_making";
            Targets.run(target, "create database " + making);
            assertThat(target.removeLeftovers()).containsExactly(making);

            Targets.run(target, "create database " + making);
            Backup backup = BackupMethods.forPolicy(policy("template"), target)
                    .orElseThrow()
                    .make(target, "4", SILENT);

            assertThat(backup.location()).endsWith("_cs_4");
            assertThat(target.removeLeftovers()).isEmpty();
        }
    }

    @Test
    void by_the_operators_commands_says_where_it_is() throws Exception {
        BackupPolicy policy = new BackupPolicy(
                "external",
                directory,
                Optional.of(
                        "echo noise; test -n \"$COUNTERSIGN_PASSWORD\"; echo \"$COUNTERSIGN_DIRECTORY/$COUNTERSIGN_BACKUP_ID.bak\""),
                Optional.of("test \"$COUNTERSIGN_LOCATION\" = \"$COUNTERSIGN_DIRECTORY/5.bak\""),
                false,
                1);
        try (TargetDatabase target = filled(Targets.POSTGRESQL)) {
            BackupMethod method = BackupMethods.forPolicy(policy, target).orElseThrow();
            Backup backup = method.make(target, "5", SILENT);
            assertThat(backup.location()).isEqualTo(directory.resolve("5.bak").toString());
            method.restore(target, backup, SILENT);
            Targets.run(target, "CREATE TABLE one_more (id int)");
            assertThat(catchThrowableOfType(CountersignException.class, () -> method.restore(target, backup, SILENT))
                            .code())
                    .isEqualTo(ProblemCode.RESTORE_FAILED);
        }
    }

    @Test
    void by_a_failing_command_tells_its_complaint_without_the_password() throws Exception {
        BackupPolicy policy = new BackupPolicy(
                "external",
                directory,
                Optional.of("echo \"cannot: $COUNTERSIGN_PASSWORD\" >&2; exit 3"),
                Optional.of("true"),
                false,
                1);
        try (TargetDatabase target = filled(Targets.POSTGRESQL)) {
            BackupMethod method = BackupMethods.forPolicy(policy, target).orElseThrow();
            CountersignException failure =
                    catchThrowableOfType(CountersignException.class, () -> method.make(target, "5", SILENT));
            assertThat(failure.code()).isEqualTo(ProblemCode.BACKUP_FAILED);
            assertThat(failure.getMessage())
                    .contains("cannot: (hidden)")
                    .doesNotContain(target.settings().password().reveal());
        }
    }

    @Test
    void is_kept_as_long_as_the_policy_says() throws Exception {
        try (TargetDatabase target = filled(Targets.H2)) {
            BackupPolicy policy = policy("auto");
            BackupMethod method = BackupMethods.forPolicy(policy, target).orElseThrow();
            List<Backup> all = Stream.of("1", "2", "3", "4")
                    .map(id -> method.make(target, id, SILENT))
                    .toList();

            List<Backup> removed = BackupRetention.apply(target, policy, all, all.subList(0, 1), SILENT);

            assertThat(removed).containsExactly(all.get(1));
            assertThat(all.stream().filter(backup -> method.exists(target, backup)))
                    .containsExactly(all.get(0), all.get(2), all.get(3));
        }
    }

    /** H2 itself would make it for everybody to read who may enter the directory. */
    @Test
    void of_h2_is_tried_where_only_its_owner_may_look() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (TargetDatabase target = filled(Targets.H2)) {
            BackupMethod method =
                    BackupMethods.forPolicy(policy("script"), target).orElseThrow();
            Backup backup = method.make(target, "1", SILENT);
            List<String> open = new ArrayList<>();

            method.testRestore(target, backup, new Watch(() -> open.addAll(permissions("cs_trial*"))));

            assertThat(open).containsExactly("rwx------");
            assertThat(permissions("cs_trial*")).isEmpty();
        }
    }

    @Test
    void removes_what_killed_ones_of_the_same_target_left_and_nothing_else() throws Exception {
        Path other = Files.writeString(directory.resolve("QAT-main-2-1.h2.sql.gz.0123456789abcdef.partial"), "other");
        Path left = directory.resolve("QAT-main-0.h2.sql.gz");
        try (TargetDatabase target = filled(Targets.H2)) {
            BackupMethod method =
                    BackupMethods.forPolicy(policy("script"), target).orElseThrow();
            AtomicReference<Path> stale = new AtomicReference<>(left);
            method.make(target, "1", new Watch(() -> copyPartial(stale)));
            assertThat(stale.get()).isRegularFile();

            Backup next = method.make(target, "2", SILENT);

            assertThat(stale.get()).doesNotExist();
            assertThat(other).isRegularFile();
            assertThat(method.exists(target, next)).isTrue();
        }
    }

    /** As a kill would leave it. */
    private void copyPartial(AtomicReference<Path> stale) {
        try (Stream<Path> files = Files.list(directory)) {
            Path partial = files.filter(file -> file.getFileName().toString().startsWith("QAT-main-1."))
                    .findFirst()
                    .orElseThrow();
            stale.set(directory.resolve(partial.getFileName().toString().replace("main-1.", "main-0.")));
            Files.copy(partial, stale.get(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> permissions(String glob) {
        List<String> permissions = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            for (Path file : files) {
                permissions.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return permissions;
    }

    /** Looks at what is there while something is told, and while the first bytes go by. */
    private record Watch(Runnable look) implements Progress {
        @Override
        public void info(String message) {
            look.run();
        }

        @Override
        public void warn(String message) {
            look.run();
        }

        @Override
        public Task start(String name, long total, Unit unit) {
            return new Task() {
                private boolean seen = !name.startsWith("Backing up");

                @Override
                public void advance(long units) {
                    if (!seen) {
                        look.run();
                    }
                    seen = true;
                }

                @Override
                public void close() {
                    // nothing to see
                }
            };
        }
    }

    @Test
    void of_an_unknown_method_is_refused() throws IOException {
        try (TargetDatabase target = Targets.H2.open()) {
            CountersignException refusal = catchThrowableOfType(
                    CountersignException.class, () -> BackupMethods.forPolicy(policy("tape"), target));
            assertThat(refusal.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
            assertThat(refusal.getMessage()).contains("script");
            assertThat(BackupMethods.forPolicy(policy("none"), target)).isEmpty();
        }
    }

    @Test
    void of_postgresql_whose_restore_is_killed_has_changed_nothing() throws Exception {
        PostgresClient.assumeInstalled();
        try (TargetDatabase target = filled(Targets.POSTGRESQL)) {
            BackupMethod method =
                    BackupMethods.forPolicy(policy("native"), target).orElseThrow();
            Backup good = method.make(target, "10", SILENT);
            Path file = directory.resolve("slow.sql.gz");
            try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(("CREATE TABLE half (id int);\nSELECT pg_sleep(4);\n"
                                + "-- more than a pipe holds\n".repeat(100_000))
                        .getBytes(StandardCharsets.UTF_8));
            }
            Process child = RestoringProcess.start(target.settings(), file);
            try {
                Await.until(
                        Duration.ofSeconds(30),
                        () -> Targets.number(
                                        target,
                                        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(4);'")
                                == 1);
                child.destroyForcibly().waitFor();
                assertThat(target.lockHolder()).as("psql is still at it").isPresent();

                try (DatabaseLock lock = target.lock("next", Duration.ofSeconds(30))) {
                    assertThat(target.fingerprint()).isEqualTo(good.fingerprint());
                    assertThat(column(target, "SELECT title FROM shelf")).containsExactly(TITLE);
                    method.restore(target, good, SILENT);
                    assertThat(lock.isHeld()).isTrue();
                }
            } finally {
                child.destroyForcibly();
            }
        }
    }

    @Test
    void that_breaks_off_changes_nothing_on_postgresql() throws Exception {
        PostgresClient.assumeInstalled();
        try (TargetDatabase target = filled(Targets.POSTGRESQL)) {
            BackupMethod method =
                    BackupMethods.forPolicy(policy("native"), target).orElseThrow();
            Backup good = method.make(target, "11", SILENT);
            byte[] whole = Files.readAllBytes(Path.of(good.location()));
            Path file = directory.resolve("short.sql.gz");
            Files.write(file, Arrays.copyOf(whole, whole.length - 20));
            Backup cut = new Backup("native", file.toString(), Optional.of(Digest.of(file)), 1, good.fingerprint());

            CountersignException failure =
                    catchThrowableOfType(CountersignException.class, () -> method.restore(target, cut, SILENT));

            assertThat(failure.code()).isEqualTo(ProblemCode.RESTORE_FAILED);
            assertThat(target.fingerprint()).isEqualTo(good.fingerprint());
            assertThat(column(target, "SELECT title FROM shelf")).containsExactly(TITLE);
        }
    }

    @Test
    void is_stopped_by_an_interrupt() throws Exception {
        BackupPolicy policy =
                new BackupPolicy("external", directory, Optional.of("sleep 60"), Optional.of("true"), false, 1);
        try (TargetDatabase target = filled(Targets.H2)) {
            BackupMethod method = BackupMethods.forPolicy(policy, target).orElseThrow();
            Thread.currentThread().interrupt();
            CountersignException stopped =
                    catchThrowableOfType(CountersignException.class, () -> method.make(target, "12", SILENT));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(stopped.code()).isEqualTo(ProblemCode.INTERRUPTED);
        }
    }
}
