package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresInventoryTest {
    private static TestDatabase original;

    @BeforeAll
    static void make_a_schema_with_everything() throws IOException {
        original = Targets.POSTGRESQL.fresh();
        try (TargetDatabase target = open(original)) {
            Targets.run(target, everything());
        }
    }

    static String everything() throws IOException {
        try (InputStream in = PostgresInventoryTest.class.getResourceAsStream("everything-postgresql.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static TargetDatabase open(TestDatabase database) {
        return TargetDatabases.connect(Targets.settings(database));
    }

    @Test
    void is_the_same_after_dump_and_restore_into_another_database_of_another_owner(@TempDir Path directory)
            throws Exception {
        PostgresClient.assumeInstalled();
        TestDatabase copy = Targets.POSTGRESQL.fresh();
        TestDatabase administration = PostgresServer.shared().administration();
        String port = Integer.toString(PostgresServer.shared().port());
        String file = directory.resolve("dump.sql").toString();
        Tool.run("pg_dump", "-h", "127.0.0.1", "-p", port, "-U", administration.user(), "-f", file, original.name());
        Files.writeString(
                directory.resolve("dump.sql"),
                Files.readString(directory.resolve("dump.sql")).replace(original.user(), copy.user()));
        Tool.run(
                List.of("PGPASSWORD=" + copy.password()),
                "psql",
                "-q",
                "-X",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                "127.0.0.1",
                "-p",
                port,
                "-U",
                copy.user(),
                "-f",
                file,
                copy.name());

        try (TargetDatabase one = open(original);
                TargetDatabase other = open(copy)) {
            assertThat(other.inventory().differencesFrom(one.inventory())).isEmpty();
            assertThat(other.fingerprint()).isEqualTo(one.fingerprint());
        }
    }

    @Test
    void is_the_same_in_a_copy_made_from_a_template() throws SQLException {
        String copy = original.name() + "_copy";
        try (Connection connection = PostgresServer.shared().administration().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + copy + " TEMPLATE " + original.name());
        }
        try (TargetDatabase one = open(original);
                TargetDatabase other = TargetDatabases.connect(Targets.settings(
                        original.url().replace(original.name(), copy), original.user(), original.password()))) {
            assertThat(other.fingerprint()).isEqualTo(one.fingerprint());
        }
    }

    @Test
    void does_not_depend_on_the_session() {
        try (TargetDatabase one = open(original);
                TargetDatabase other = open(original)) {
            Targets.run(
                    other,
                    "SET search_path = sales, public",
                    "SET TimeZone = 'Asia/Tokyo'",
                    "SET IntervalStyle = 'iso_8601'",
                    "SET quote_all_identifiers = on",
                    "SET bytea_output = 'escape'");
            Fingerprint outside = other.fingerprint();
            other.begin();
            Targets.run(other, "SET LOCAL search_path = sales");
            assertThat(other.fingerprint()).isEqualTo(outside);
            Targets.run(other, "SELECT * FROM customer");
            other.rollback();
            Targets.run(other, "SELECT * FROM customer");
            assertThat(outside).isEqualTo(one.fingerprint());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id int)",
                "CREATE SCHEMA another",
                "ALTER TABLE sales.customer ADD COLUMN extra int",
                "ALTER TABLE sales.derived DROP COLUMN b",
                "ALTER TABLE sales.log ALTER COLUMN line TYPE varchar(81)",
                "ALTER TABLE sales.customer ALTER COLUMN name DROP NOT NULL",
                "ALTER TABLE sales.customer ALTER COLUMN name SET DEFAULT 'z'",
                "ALTER TABLE sales.customer ALTER COLUMN id SET GENERATED BY DEFAULT",
                "ALTER TABLE sales.customer ALTER COLUMN kind SET STORAGE MAIN",
                "ALTER TABLE sales.customer ADD CHECK (nr > 0)",
                "ALTER TABLE sales.customer SET (fillfactor = 71)",
                "ALTER TABLE sales.derived SET UNLOGGED",
                "ALTER TABLE sales.customer DISABLE ROW LEVEL SECURITY",
                "ALTER TABLE sales.customer FORCE ROW LEVEL SECURITY",
                "ALTER TABLE sales.customer ENABLE TRIGGER touch",
                "ALTER TABLE sales.customer REPLICA IDENTITY FULL",
                "ALTER TABLE sales.\"Order Ü\" DROP CONSTRAINT \"Order Ü_customer_fkey\"",
                "ALTER TABLE sales.log DETACH PARTITION sales.log_rest",
                "DROP INDEX sales.order_day",
                "CREATE INDEX more ON sales.customer (late)",
                "ALTER SEQUENCE sales.numbers INCREMENT 3",
                "ALTER SEQUENCE sales.numbers NO CYCLE",
                "CREATE OR REPLACE VIEW sales.checked AS SELECT * FROM sales.base WHERE a > 1",
                "ALTER VIEW sales.checked RESET (security_barrier)",
                "DROP MATERIALIZED VIEW sales.counts",
                "CREATE OR REPLACE FUNCTION sales.twice(x int, OUT y int) LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN y := x * 3; END $$",
                "ALTER FUNCTION sales.twice(int) SECURITY DEFINER",
                "DROP PROCEDURE sales.clean()",
                "DROP AGGREGATE sales.sum2(int)",
                "DROP RULE no_delete ON sales.scratch",
                "DROP POLICY mine ON sales.customer",
                "ALTER TYPE sales.mood ADD VALUE 'glad' BEFORE 'happy'",
                "ALTER DOMAIN sales.price DROP CONSTRAINT positive",
                "ALTER DOMAIN sales.price DROP NOT NULL",
                "ALTER TYPE sales.address ADD ATTRIBUTE city text",
                "DROP TYPE sales.span",
                "DROP STATISTICS sales.stats",
                "DROP OPERATOR sales.=== (int, int)",
                "DROP TEXT SEARCH CONFIGURATION sales.simple_copy",
                "GRANT DELETE ON sales.customer TO PUBLIC",
                "REVOKE UPDATE (name) ON sales.customer FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION sales.twice(int) TO PUBLIC",
                "GRANT USAGE ON TYPE sales.mood TO PUBLIC",
                "GRANT CREATE ON SCHEMA sales TO PUBLIC",
                "GRANT SELECT ON SEQUENCE sales.numbers TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA sales REVOKE SELECT ON TABLES FROM PUBLIC",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
                "COMMENT ON TABLE sales.customer IS 'who does not'",
                "COMMENT ON COLUMN sales.customer.name IS NULL",
                "COMMENT ON TRIGGER touch ON sales.customer IS NULL",
                "ALTER PUBLICATION news ADD TABLE sales.base"
            })
    void changes_with(String change) {
        try (TargetDatabase target = open(original)) {
            SchemaInventory before = target.inventory();
            target.begin();
            try {
                Targets.run(target, change);
                assertThat(target.inventory().differencesFrom(before)).isNotEmpty();
                assertThat(target.fingerprint()).isNotEqualTo(before.fingerprint());
            } finally {
                target.rollback();
            }
            assertThat(target.fingerprint()).isEqualTo(before.fingerprint());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO sales.scratch VALUES ('{}')",
                "SELECT nextval('sales.numbers')",
                "ANALYZE sales.customer",
                "ALTER TABLE public.databasechangelog ADD COLUMN author text",
                "COMMENT ON TABLE public.databasechangelog IS 'x'",
                "GRANT SELECT ON public.databasechangelog TO PUBLIC",
                "CREATE SCHEMA countersign; CREATE TABLE countersign.x (id int); COMMENT ON TABLE countersign.x IS 'x'"
            })
    void does_not_change_with(String change) {
        try (TargetDatabase target = open(original)) {
            SchemaInventory before = target.inventory();
            target.begin();
            try {
                Targets.run(target, change);
                assertThat(target.inventory().differencesFrom(before)).isEmpty();
            } finally {
                target.rollback();
            }
        }
    }

    @Test
    void changes_with_rights_on_the_schema_public() {
        try (TargetDatabase target = open(Targets.POSTGRESQL.fresh())) {
            assumeThat(target.product())
                    .as("older servers give everybody this right")
                    .doesNotContain(" 14.");
            SchemaInventory before = target.inventory();
            Targets.run(target, "GRANT CREATE ON SCHEMA public TO PUBLIC");
            assertThat(target.inventory().differencesFrom(before)).containsExactly("added grant schema public");
        }
    }

    @Test
    void of_one_schema_leaves_the_others_out() {
        ConnectionSettings settings = Targets.withSchema(Targets.settings(original), "sales");
        try (TargetDatabase one = TargetDatabases.connect(settings)) {
            Fingerprint before = one.fingerprint();
            one.begin();
            Targets.run(one, "CREATE TABLE public.elsewhere (id int)");
            assertThat(one.fingerprint()).isEqualTo(before);
            Targets.run(one, "COMMENT ON TRIGGER touch ON sales.customer IS 'changed'");
            assertThat(one.fingerprint()).isNotEqualTo(before);
            one.rollback();
        }
    }

    @Test
    void of_a_thousand_tables_takes_seconds_at_most() {
        try (TargetDatabase target = Targets.POSTGRESQL.open()) {
            Targets.run(
                    target,
                    "DO $$ BEGIN FOR i IN 1..1000 LOOP EXECUTE format('CREATE TABLE t%s (id bigint PRIMARY KEY,"
                            + " name text NOT NULL, kind varchar(9) CHECK (kind IN (''a'', ''b'')), at timestamptz"
                            + " DEFAULT now()); CREATE INDEX ON t%s (name)', i, i); END LOOP; END $$");
            long start = System.nanoTime();
            assertThat(target.inventory().objects()).hasSizeGreaterThan(7000);
            long milliseconds = (System.nanoTime() - start) / 1_000_000;
            System.out.println("1,000 tables, PostgreSQL: " + milliseconds + " ms");
            assertThat(milliseconds).isLessThan(20_000);
        }
    }
}
