package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.command.CloneResult;
import io.countersign.database.DatabaseLock;
import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.environment.TableReceipt;
import io.countersign.harness.MariaDbServer;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of real MariaDB schemas. */
class ClonesMariaDbTest {

    private static final boolean MYSQL = MariaDbServer.shared().isMySql();

    @TempDir
    Path folder;

    static Environments environments(Path folder) {
        MariaDbServer server = MariaDbServer.shared();
        Environments environments =
                new Environments(folder, server.newDatabase(), server.newDatabase(), server.newDatabase());
        for (String stage : List.of("DEV", "QAT")) {
            String name = environments.database(stage).name();
            administrate("GRANT ALL ON `" + name.replace("_", "\\_") + "\\_cs\\_%`.* TO '"
                    + environments.database(stage).user() + "'@'localhost'");
        }
        return environments;
    }

    /** With every kind of object; MySQL has neither sequences nor versioned tables. */
    static void fill(Environments environments, String stage) {
        environments.script(stage, "mariadb-objects.sql");
        if (!MYSQL) {
            environments.script(stage, "mariadb-own-objects.sql");
        }
    }

    private static String administrate(String sql) {
        try (Connection connection = MariaDbServer.shared().administration().connect();
                Statement statement = connection.createStatement()) {
            return statement.execute(sql) && statement.getResultSet().next()
                    ? statement.getResultSet().getString(1)
                    : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String schemas(Environments environments) {
        return administrate("SELECT GROUP_CONCAT(SCHEMA_NAME) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '"
                + environments.database("QAT").name() + "%'");
    }

    private static void expectEqual(Environments environments) {
        try (TargetDatabase source = environments.open("PRD");
                TargetDatabase copy = environments.open("QAT")) {
            SchemaInventory expected = new SchemaInventory(source.inventory().objects().stream()
                    .filter(object -> !object.kind().equals("event"))
                    .toList());
            assertThat(copy.inventory().objects()).containsExactlyElementsOf(expected.objects());
        }
    }

    @Test
    void copies_every_kind_of_object_and_value() {
        Environments environments = environments(folder);
        fill(environments, "PRD");

        CloneResult result = environments.clone("PRD", "QAT");

        expectEqual(environments);
        assertThat(result.receipt().tables())
                .extracting(TableReceipt::table)
                .contains("book", "sale", "odd `name")
                .anyMatch(table -> MYSQL || table.equals("versioned"));
        assertThat(result.receipt().leftOut()).anyMatch(what -> what.startsWith("event tick"));
        assertThat(environments.query("QAT", "SELECT loud FROM a_view LIMIT 1")).endsWith("!");
        assertThat(environments.query("QAT", "CHECKSUM TABLE sale")).isNotEmpty();
        assertThat(
                        environments.query(
                                "QAT",
                                "SELECT MD5(GROUP_CONCAT(id, weight + 0e0, HEX(flags), HEX(cover), ST_AsText(place), seen, moment SEPARATOR ';')) FROM book"))
                .isEqualTo(
                        environments.query(
                                "PRD",
                                "SELECT MD5(GROUP_CONCAT(id, weight + 0e0, HEX(flags), HEX(cover), ST_AsText(place), seen, moment SEPARATOR ';')) FROM book"));
        if (!MYSQL) {
            assertThat(Long.parseLong(environments.query("QAT", "SELECT NEXTVAL(numbers)")))
                    .as("numbers that the source keeps in its cache may be skipped")
                    .isGreaterThanOrEqualTo(Long.parseLong(environments.query("PRD", "SELECT NEXTVAL(numbers)")));
        }
        environments.execute(
                "QAT", "INSERT INTO sale VALUES ('2027-01-01', 1)", "INSERT INTO publisher (name) VALUES ('new')");
        assertThat(environments.query("QAT", "SELECT COUNT(*) FROM log WHERE what IN ('sold', 'again')"))
                .isEqualTo(String.valueOf(Integer.parseInt(environments.query("PRD", "SELECT COUNT(*) FROM log")) + 2));
        assertThatThrownBy(() -> environments.execute("QAT", "INSERT INTO book (title, publisher_id) VALUES ('x', 77)"))
                .hasMessageContaining("foreign key");
        assertThat(schemas(environments)).isEqualTo(environments.database("QAT").name());
    }

    /** The rows of a copy would arrive in the tables that it leads to. */
    @Test
    void refuses_tables_that_lead_to_other_tables() {
        Environments environments = environments(folder);
        environments.execute(
                "PRD",
                "CREATE TABLE past (id INT) ENGINE = MyISAM",
                "CREATE TABLE present (id INT) ENGINE = MyISAM",
                "CREATE TABLE ever (id INT) ENGINE = MERGE UNION = (past, present) INSERT_METHOD = LAST",
                "INSERT INTO past VALUES (1)");

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(CountersignException.class, e -> {
                    assertThat(e.code()).isEqualTo(ProblemCode.CLONE_REFUSED);
                    assertThat(e.problem().found()).contains("elsewhere: ever (MRG_MyISAM)");
                });
        assertThat(schemas(environments)).isEqualTo(environments.database("QAT").name());

        environments.execute("PRD", "DROP TABLE ever");
        environments.clone("PRD", "QAT");
    }

    @Test
    void replaces_a_schema_with_triggers_and_views_and_keeps_its_ledger() {
        Environments environments = environments(folder);
        fill(environments, "PRD");
        environments.baseline("PRD", "4.2");
        fill(environments, "QAT");
        environments.execute("QAT", "CREATE TABLE only_here (i INT)");
        environments.baseline("QAT", "3.0");

        environments.refresh("PRD", "QAT");

        expectEqual(environments);
        assertThat(environments.events("QAT"))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("PolicyPinned", "Baselined", "Cloned");
        assertThat(environments.status("QAT").drift()).contains(false);
        assertThat(environments.status("QAT").version().orElseThrow().value()).isEqualTo("4.2");
        assertThat(schemas(environments)).isEqualTo(environments.database("QAT").name());
    }

    @Test
    void proves_foreign_keys_that_were_not_looked_at_while_rows_came() {
        Environments environments = environments(folder);
        environments.execute(
                "PRD",
                "CREATE TABLE a (i INT PRIMARY KEY)",
                "CREATE TABLE b (i INT, CONSTRAINT b_of_a FOREIGN KEY (i) REFERENCES a (i))",
                "SET SESSION foreign_key_checks = 0",
                "INSERT INTO b VALUES (1), (2), (NULL)");

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(
                        CountersignException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CLONE_FAILED))
                .hasMessageContaining("b_of_a of b by 2 rows");
    }

    /** In views whose tables are in several schemas, or whose definer lacks a right, in heads of triggers, in defaults. */
    @Test
    void works_on_itself_where_the_server_says_the_schema_of_names() {
        Environments environments = environments(folder);
        String prd = environments.database("PRD").name();
        String other = environments.database("DEV").name();
        environments.execute("DEV", "CREATE TABLE remark (id INT)", "INSERT INTO remark VALUES (1)");
        environments.execute(
                "PRD",
                "CREATE TABLE orders (id INT PRIMARY KEY, n INT)",
                "CREATE FUNCTION shout(t VARCHAR(90)) RETURNS VARCHAR(99) DETERMINISTIC RETURN CONCAT(t, '!')",
                "CREATE VIEW loud AS SELECT " + prd + ".shout('" + prd + ".orders') AS what FROM orders " + prd,
                "CREATE TRIGGER " + prd + ".noted BEFORE INSERT ON " + prd + ".orders FOR EACH ROW SET NEW.n = 5",
                "INSERT INTO orders (id) VALUES (1)");
        administrate("CREATE USER '" + prd + "_weak'@'localhost'");
        administrate("CREATE DEFINER = '" + prd + "_weak'@'localhost' VIEW " + prd + ".weak AS SELECT orders.id FROM "
                + prd + ".orders WHERE orders.n > 1");
        administrate("CREATE VIEW " + prd + ".remarks AS SELECT o.id FROM " + prd + ".orders o JOIN " + other
                + ".remark r ON r.id = o.id");
        administrate("GRANT SELECT ON `" + other + "`.* TO '"
                + environments.database("QAT").user() + "'@'localhost'");
        if (!MYSQL) {
            administrate("GRANT ALTER, INSERT ON *.* TO '"
                    + environments.database("QAT").user() + "'@'localhost'");
            environments.execute(
                    "PRD",
                    "CREATE SEQUENCE numbers",
                    "CREATE TABLE a_numbered (n BIGINT DEFAULT NEXTVAL(numbers), id INT) WITH SYSTEM VERSIONING");
        }

        environments.clone("PRD", "QAT");
        environments.refresh("PRD", "QAT");

        expectEqual(environments);
        assertThat(environments.query("QAT", "SELECT what FROM loud")).isEqualTo(prd + ".orders!");
        assertThat(environments.query("QAT", "SELECT COUNT(*) FROM remarks")).isEqualTo("1");
        environments.execute("QAT", "INSERT INTO orders (id) VALUES (2)", "DELETE FROM orders WHERE id = 1");
        assertThat(environments.query("QAT", "SELECT id FROM weak WHERE id = 2"))
                .isEqualTo("2");
        assertThat(environments.query("QAT", "SELECT COUNT(*) FROM remarks")).isEqualTo("0");
        assertThat(environments.query("PRD", "SELECT COUNT(*) FROM orders")).isEqualTo("1");
        if (!MYSQL) {
            environments.execute("QAT", "INSERT INTO a_numbered (id) VALUES (1)");
            assertThat(environments.query("PRD", "SELECT NEXTVAL(numbers)")).isEqualTo("1");
        }
    }

    /** It decides what a view may read and a routine may do. */
    @Test
    void works_in_the_name_of_the_same_accounts_where_the_one_who_copies_may_say_so() {
        Environments environments = environments(folder);
        String prd = environments.database("PRD").name();
        String copier = environments.database("QAT").user() + "@localhost";
        String known = prd + "_dba@localhost";
        environments.execute("PRD", "CREATE TABLE orders (id INT PRIMARY KEY)");
        administrate("CREATE USER '" + prd + "_dba'@'localhost'");
        define(prd, prd + "_dba", "VIEW known AS SELECT id FROM " + prd + ".orders");
        define(prd, prd + "_dba", "PROCEDURE emptied() DELETE FROM orders");
        define(prd, prd + "_gone", "VIEW lost AS SELECT id FROM " + prd + ".orders");

        CloneResult strict = environments.clone("PRD", "QAT");

        assertThat(definers(environments)).isEqualTo("emptied " + copier + ", known " + copier + ", lost " + copier);
        assertThat(strict.receipt().leftOut())
                .anyMatch(what -> what.startsWith("the definer of view known, `" + prd + "_dba`@`localhost`"));

        administrate("GRANT " + (MYSQL ? "SET_USER_ID" : "SET USER") + " ON *.* TO '"
                + environments.database("QAT").user() + "'@'localhost'");
        CloneResult allowed = environments.refresh("PRD", "QAT");

        assertThat(definers(environments)).isEqualTo("emptied " + known + ", known " + known + ", lost " + copier);
        assertThat(allowed.receipt().leftOut()).singleElement().asString().startsWith("the definer of view lost");
    }

    private static void define(String schema, String user, String what) {
        try (Connection connection = MariaDbServer.shared().administration().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("USE " + schema);
            statement.execute("CREATE DEFINER = '" + user + "'@'localhost' " + what);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String definers(Environments environments) {
        String schema = "'" + environments.database("QAT").name() + "'";
        return administrate("SELECT GROUP_CONCAT(CONCAT(name, ' ', account) ORDER BY name SEPARATOR ', ') FROM"
                + " (SELECT TABLE_NAME AS name, DEFINER AS account FROM information_schema.VIEWS WHERE TABLE_SCHEMA = "
                + schema + " UNION ALL SELECT ROUTINE_NAME, DEFINER FROM information_schema.ROUTINES"
                + " WHERE ROUTINE_SCHEMA = " + schema + ") AS objects");
    }

    @Test
    void is_refused_where_what_people_wrote_would_work_on_the_source() {
        Environments environments = environments(folder);
        String prd = environments.database("PRD").name();
        environments.execute(
                "PRD",
                "CREATE TABLE orders (id INT PRIMARY KEY)",
                "CREATE TABLE log (id INT)",
                "CREATE PROCEDURE emptied() DELETE FROM `" + prd + "`.orders",
                "CREATE PROCEDURE filled() BEGIN SET @s = 'INSERT INTO " + prd
                        + ".orders VALUES (1)'; PREPARE s FROM @s; EXECUTE s; END",
                "CREATE PROCEDURE harmless() SELECT " + prd + ".id, '" + prd + ".orders' FROM orders " + prd,
                "CREATE FUNCTION counted() RETURNS INT READS SQL DATA RETURN (SELECT COUNT(*) FROM " + prd + ".orders)",
                "CREATE TRIGGER noted BEFORE INSERT ON orders FOR EACH ROW INSERT INTO " + prd + ".log VALUES (1)");

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(
                        CountersignException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CLONE_REFUSED))
                .hasMessageContaining("function counted, procedure emptied, procedure filled, trigger noted.");

        assertThat(schemas(environments)).isEqualTo(environments.database("QAT").name());
        assertThat(environments.query(
                        "QAT", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"))
                .isEqualTo("0");
    }

    @Test
    void is_refused_on_another_server_where_it_is_masked() throws IOException {
        try (LowerServer lower = LowerServer.of(Databases.MARIADB, folder)) {
            Environments environments = lower.environments();
            environments.execute(
                    "PRD",
                    "CREATE TABLE orders (id INT PRIMARY KEY)",
                    "CREATE PROCEDURE emptied() DELETE FROM "
                            + environments.database("PRD").name() + ".orders");

            environments.clone("PRD", "QAT");

            environments.configure(Map.of("QAT", "    masking: { tables: { orders: { columns: { id: keep } } } }\n"));
            assertThatThrownBy(() -> environments.refresh("PRD", "QAT"))
                    .isInstanceOfSatisfying(
                            CountersignException.class,
                            e -> assertThat(e.code()).isEqualTo(ProblemCode.CLONE_REFUSED))
                    .hasMessageContaining("procedure emptied.");
        }
    }

    @Test
    void survives_a_kill_at_every_moment() {
        List<String> moments = KilledRefreshes.expectOldOrNew(
                folder,
                own -> {
                    Environments environments = environments(own);
                    fill(environments, "PRD");
                    environments.baseline("PRD", "1");
                    return environments;
                },
                (environments, own, moment) -> {
                    expectClean(environments);
                    assertThat(environments.status("QAT").drift()).as(moment).contains(false);
                    expectEqual(environments);
                });

        assertThat(moments).hasSizeGreaterThan(8).anyMatch(moment -> moment.startsWith("Putting the copy"));
    }

    @Test
    void is_the_old_one_or_the_new_one_where_connections_break() {
        Environments environments = environments(folder);
        fill(environments, "PRD");
        environments.execute("PRD", "CREATE TABLE version (number INT)", "INSERT INTO version VALUES (1)");
        environments.baseline("PRD", "1");
        environments.refresh("PRD", "QAT");
        int old = 1;
        for (int moment = 3; moment < 24; moment += 4) {
            environments.execute("PRD", "UPDATE version SET number = " + (old + 1));
            String stage = moment % 8 == 3 ? "PRD" : "QAT";
            List<String> broken = new ArrayList<>();
            Moments cut = new Moments(moment, what -> {
                broken.add(what);
                Databases.MARIADB.breakConnections(environments.database(stage));
            });
            try {
                environments.refresh("PRD", "QAT", cut);
            } catch (CountersignException e) {
                assertThat(broken).as(e.getMessage()).hasSize(1);
            }
            expectClean(environments);
            int now = Integer.parseInt(environments.query("QAT", "SELECT number FROM version"));
            assertThat(now).as(broken + " of " + stage).isIn(old, old + 1);
            expectEqual(environments);
            old = now;
        }
    }

    private static void expectClean(Environments environments) {
        try (TargetDatabase target = environments.open("QAT");
                DatabaseLock lock = target.lock("the test", Duration.ofSeconds(20))) {
            target.removeLeftovers();
            assertThat(lock.isHeld()).isTrue();
        } catch (CountersignException e) {
            throw new AssertionError(e.getMessage(), e);
        }
        assertThat(schemas(environments)).isEqualTo(environments.database("QAT").name());
    }

    private static CountersignException refusedMask(Environments environments, String rules) {
        environments.configure(Map.of(
                "QAT",
                "    masking:\n      key: { environment: MASKING_KEY }\n      tables:\n        person: { columns: "
                        + rules + " }\n"));
        return catchThrowableOfType(CountersignException.class, () -> environments.clone("PRD", "QAT"));
    }

    /** Which the server would write as '', as a question mark or as the date of nothing. */
    @Test
    void refuses_masked_values_that_do_not_fit_and_copies_odd_ones_of_the_source() {
        Environments environments = environments(folder);
        environments.execute(
                "PRD",
                "SET SESSION sql_mode = 'ALLOW_INVALID_DATES'",
                "CREATE TABLE person (id INT PRIMARY KEY, name VARCHAR(40) UNIQUE, kind ENUM('a', 'b') NOT NULL, born DATE NOT NULL)"
                        + " CHARSET latin1",
                "INSERT INTO person VALUES (1, 'Alice Canary', 'a', '0000-00-00'), (2, 'Bob Canary', 'b', '2024-02-30')");

        CountersignException problem =
                refusedMask(environments, "{ id: keep, name: keep, kind: { constant: zzz }, born: keep }");
        assertThat(problem.code()).isEqualTo(ProblemCode.MASKING_UNFIT);
        assertThat(problem.problem().found()).contains("person.kind").doesNotContain("zzz");

        problem = refusedMask(environments, "{ id: keep, name: keep, kind: keep, born: { constant: unknown } }");
        assertThat(problem.code()).isEqualTo(ProblemCode.MASKING_UNFIT);
        assertThat(problem.problem().found()).contains("person.born").doesNotContain("unknown");

        problem = refusedMask(environments, "{ id: keep, name: { sql: \"'Canary'\" }, kind: keep, born: keep }");
        assertThat(problem.code()).isEqualTo(ProblemCode.MASKING_UNFIT);
        assertThat(problem.problem().found())
                .isEqualTo("Masked rows of person have the same values in a key or a unique index.");
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("Canary");
        }

        assertThat(refusedMask(environments, "{ id: keep, name: { pseudonym: name }, kind: keep, born: keep }"))
                .isNull();
        assertThat(environments.query("QAT", "SELECT GROUP_CONCAT(kind, born ORDER BY id) FROM person"))
                .isEqualTo("a0000-00-00,b2024-02-30");
    }

    @Test
    void makes_names_of_letters_that_the_column_can_hold() {
        Environments environments = environments(folder);
        environments.execute(
                "PRD",
                "CREATE TABLE person (id INT PRIMARY KEY, name VARCHAR(40) CHARSET latin1)",
                "INSERT INTO person VALUES (1, 'Škoda Žižek'), (2, 'Šœž'), (3, 'Žœš'), (4, 'Ÿ'), (5, 'Åsa Øre')");

        assertThat(refusedMask(environments, "{ id: keep, name: { pseudonym: name } }"))
                .isNull();

        assertThat(environments.query("QAT", "SELECT COUNT(DISTINCT HEX(name)) FROM person"))
                .isEqualTo("5");
        assertThat(environments.query("QAT", "SELECT GROUP_CONCAT(CHAR_LENGTH(name) ORDER BY id) FROM person"))
                .isEqualTo("11,3,3,1,7");
        assertThat(environments.query("QAT", "SELECT GROUP_CONCAT(name) FROM person"))
                .doesNotContain("?", "Škoda", "Žižek", "Šœž", "Žœš", "Åsa");
    }
}
