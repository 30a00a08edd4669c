package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.CloneResult;
import io.countersign.command.KeyInput;
import io.countersign.command.RefreshCommand;
import io.countersign.command.StatusCommand;
import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.environment.CloneReceipt;
import io.countersign.environment.TableReceipt;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of real PostgreSQL databases. */
class ClonesPostgresTest {
    private static final List<String> OWN = List.of("publication");

    @TempDir
    Path folder;

    static Environments environments(Path folder) {
        PostgresServer server = PostgresServer.shared();
        Environments environments =
                new Environments(folder, server.newDatabase(), server.newDatabase(), server.newDatabase());
        administrate(
                "ALTER ROLE " + environments.database("QAT").user() + " CREATEDB",
                "ALTER ROLE " + environments.database("DEV").user() + " CREATEDB",
                "ALTER ROLE " + environments.database("PRD").user() + " BYPASSRLS",
                "DO $$ BEGIN CREATE ROLE reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        return environments;
    }

    static void administrate(String... statements) {
        administrate(PostgresServer.shared(), statements);
    }

    static void administrate(PostgresServer server, String... statements) {
        TestDatabase administration = server.administration();
        try (Connection connection = administration.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Test
    void copies_every_kind_of_object() {
        Environments environments = environments(folder);
        environments.script("PRD", "every-object-kind.sql");

        CloneResult result = environments.clone("PRD", "QAT");

        CloneReceipt receipt = result.receipt();
        try (TargetDatabase source = environments.open("PRD");
                TargetDatabase copy = environments.open("QAT")) {
            SchemaInventory expected = new SchemaInventory(source.inventory().objects().stream()
                    .filter(object -> !OWN.contains(object.kind()))
                    .toList());
            assertThat(copy.inventory().objects()).containsExactlyElementsOf(expected.objects());
            assertThat(receipt.fingerprint()).isEqualTo(expected.fingerprint());
        }
        assertThat(receipt.leftOut()).anyMatch(what -> what.equals("publication news"));
        assertThat(receipt.tables())
                .extracting(TableReceipt::table)
                .contains("shop.book", "shop.sale_2025_north", "shop.puppy", "\"Odd \"\"Name\".\"Odd \"\"Table\"");
        assertThat(environments.query("QAT", "SELECT nextval('shop.invoice_number')"))
                .isEqualTo(environments.query("PRD", "SELECT nextval('shop.invoice_number')"));
        assertThat(environments.query("QAT", "SELECT which::text FROM shop.book LIMIT 1"))
                .isEqualTo("shop.tree");
    }

    @Test
    void makes_a_copy_that_pg_dump_cannot_tell_from_its_source() {
        PgDump.assumeFitting();
        Environments environments = environments(folder);
        environments.script("PRD", "every-object-kind.sql");

        environments.clone("PRD", "QAT");

        assertThat(PgDump.schema(environments.database("QAT"))).isEqualTo(PgDump.schema(environments.database("PRD")));
    }

    @Test
    void loses_nothing_that_is_rare() {
        PgDump.assumeFitting();
        Environments environments = environments(folder);
        administrate("DO $$ BEGIN CREATE ROLE librarian; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        environments.script("PRD", "rare-objects.sql");

        environments.clone("PRD", "QAT");

        assertThat(PgDump.content(environments.database("QAT")))
                .isEqualTo(PgDump.content(environments.database("PRD")))
                .anyMatch(line -> line.contains("4294967294,65535"));
    }

    @Test
    void says_in_the_ledger_what_the_copy_is_of_and_keeps_what_the_target_knew() {
        Environments environments = environments(folder);
        environments.execute("PRD", "CREATE TABLE a (i int)", "INSERT INTO a VALUES (1)");
        environments.execute("QAT", "CREATE TABLE b (i int)");
        environments.baseline("PRD", "4.2");
        environments.baseline("QAT", "3.0");

        environments.refresh("PRD", "QAT");

        assertThat(environments.events("QAT"))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("PolicyPinned", "Baselined", "Cloned");
        StatusCommand.Line status = environments.status("QAT");
        assertThat(status.version().orElseThrow().value()).isEqualTo("4.2");
        assertThat(status.drift()).contains(false);
        assertThat(environments.query("QAT", "SELECT i FROM a")).isEqualTo("1");
        assertThat(environments.databasesLike("QAT"))
                .containsExactly(environments.database("QAT").name());
    }

    @Test
    void refuses_to_replace_what_nobody_said_may_be_lost() {
        Environments environments = environments(folder);
        environments.execute("PRD", "CREATE TABLE a (i int)");
        environments.execute("QAT", "CREATE TABLE b (i int)");

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(
                        CountersignException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CONSENT_MISSING));
        RefreshCommand unconfirmed =
                new RefreshCommand(environments.input("PRD", "QAT"), KeyInput.NONE, Optional.of("PRD/main"), false, 0);
        assertThatThrownBy(() -> unconfirmed.execute(environments.context(Progress.silent())))
                .isInstanceOfSatisfying(
                        CountersignException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CONSENT_MISSING))
                .hasMessageContaining("-Dcountersign.confirm=QAT/main");
        assertThat(environments.query("QAT", "SELECT count(*) FROM b")).isEqualTo("0");
    }

    @Test
    void refuses_to_carry_data_up_the_path() {
        Environments environments = environments(folder);

        assertThatThrownBy(() -> environments.clone("QAT", "PRD"))
                .isInstanceOfSatisfying(
                        CountersignException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CLONE_REFUSED))
                .hasMessageContaining("QAT comes before PRD");
    }

    @Test
    void fills_a_view_that_is_computed_from_one_that_was_emptied_since() {
        Environments environments = environments(folder);
        environments.execute(
                "PRD",
                "CREATE TABLE a (i int)",
                "INSERT INTO a VALUES (1), (2)",
                "CREATE MATERIALIZED VIEW base AS SELECT i * 10 AS i FROM a",
                "CREATE MATERIALIZED VIEW alone AS SELECT 1 / (i - 1) AS i FROM a WITH NO DATA",
                "CREATE VIEW between_them AS SELECT i + 1 AS i FROM base",
                "CREATE MATERIALIZED VIEW top AS SELECT sum(i) AS i FROM between_them",
                "REFRESH MATERIALIZED VIEW base WITH NO DATA");

        environments.clone("PRD", "QAT");

        assertThat(environments.query("QAT", "SELECT i FROM top")).isEqualTo("32");
        assertThat(environments.query(
                        "QAT", "SELECT string_agg(relname, ',') FROM pg_class WHERE relkind = 'm' AND relispopulated"))
                .isEqualTo("top");
    }

    @Test
    void names_the_roles_that_the_other_server_lacks() {
        Environments environments = environments(folder);
        environments.execute("PRD", "CREATE TABLE a (i int)");
        try (PostgresServer other = PostgresServer.start()) {
            administrate("CREATE ROLE only_here");
            environments.execute("PRD", "GRANT SELECT ON a TO only_here");
            TestDatabase elsewhere = other.newDatabase();
            administrate(other, "ALTER ROLE " + elsewhere.user() + " CREATEDB");
            Environments apart =
                    new Environments(folder, environments.database("DEV"), elsewhere, environments.database("PRD"));

            assertThatThrownBy(() -> apart.clone("PRD", "QAT"))
                    .isInstanceOfSatisfying(
                            CountersignException.class,
                            e -> assertThat(e.code()).isEqualTo(ProblemCode.CLONE_REFUSED))
                    .hasMessageContaining("only_here");

            administrate(other, "CREATE ROLE only_here");
            assertThat(apart.clone("PRD", "QAT").receipt().target()).isEqualTo("QAT/main");
        } finally {
            environments.execute("PRD", "DROP TABLE a");
            administrate("DROP ROLE only_here");
        }
    }
}
