package io.countersign.it.core;

import static io.countersign.it.core.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.CloneResult;
import io.countersign.environment.CloneStep;
import io.countersign.environment.TableReceipt;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.ProblemCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies that PostgreSQL makes by itself, on one server and of one owner. */
class LetsTheServerCopyTest {
    private static final String BY_ITSELF = "Having the server copy PRD/main as it is";

    @TempDir
    Path folder;

    private Environments environments() {
        PostgresServer server = PostgresServer.shared();
        TestDatabase production = server.newDatabase();
        String name = production.name() + "_qat";
        ClonesPostgresTest.administrate(
                "ALTER ROLE " + production.user() + " CREATEDB",
                "CREATE DATABASE " + name + " OWNER " + production.user() + " TEMPLATE template0");
        TestDatabase acceptance = new TestDatabase(
                name,
                production.url().replace("/" + production.name(), "/" + name),
                production.user(),
                production.password());
        Environments environments = new Environments(folder, server.newDatabase(), acceptance, production);
        environments.execute(
                "PRD",
                "CREATE TABLE a (i int PRIMARY KEY, t text)",
                "INSERT INTO a SELECT g, 'x' || g FROM generate_series(1, 500) g",
                "CREATE TABLE b (i int REFERENCES a, at date) PARTITION BY RANGE (at)",
                "CREATE TABLE b_now PARTITION OF b DEFAULT",
                "INSERT INTO b SELECT g, '2026-01-01' FROM generate_series(1, 70) g",
                "CREATE SEQUENCE s START 42");
        environments.baseline("PRD", "4.2");
        environments.baseline("QAT", "3.0");
        return environments;
    }

    @Test
    void has_the_server_copy_a_whole_database_and_keeps_the_ledgers_apart() {
        Environments environments = environments();

        CloneResult result = environments.refresh("PRD", "QAT");

        assertThat(result.receipt().steps()).extracting(CloneStep::what).contains(BY_ITSELF);
        assertThat(result.receipt().tables()).extracting(TableReceipt::rows).containsExactly(500L, 70L);
        assertThat(result.receipt().tables()).extracting(TableReceipt::digest).containsOnly(Optional.empty());
        assertThat(environments.events("QAT"))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("PolicyPinned", "Baselined", "Cloned");
        assertThat(environments.events("PRD"))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("PolicyPinned", "Baselined");
        assertThat(environments.status("QAT").version().orElseThrow().value()).isEqualTo("4.2");
        assertThat(environments.status("QAT").drift()).contains(false);
        assertThat(environments.query("QAT", "SELECT nextval('s')")).isEqualTo("42");
        assertThat(environments.databasesLike("QAT"))
                .containsExactly(environments.database("QAT").name());
    }

    @Test
    void counts_no_rows_that_are_hidden_from_it() {
        Environments environments = environments();
        environments.execute(
                "PRD", "ALTER TABLE a ENABLE ROW LEVEL SECURITY", "ALTER TABLE a FORCE ROW LEVEL SECURITY");

        refused(
                ProblemCode.DATABASE_PERMISSION_MISSING,
                "row-level security policy for table \"a\"",
                () -> environments.refresh("PRD", "QAT"));

        assertThat(environments.status("QAT").version().orElseThrow().value()).isEqualTo("3.0");
        assertThat(environments.databasesLike("QAT"))
                .containsExactly(environments.database("QAT").name());
    }

    @Test
    void copies_by_rows_where_somebody_is_connected_to_the_source() throws SQLException {
        Environments environments = environments();

        try (Connection reader = environments.database("PRD").connect()) {
            CloneResult result = environments.refresh("PRD", "QAT");

            assertThat(reader.isValid(5)).isTrue();
            assertThat(result.receipt().steps())
                    .extracting(CloneStep::what)
                    .doesNotContain(BY_ITSELF)
                    .anyMatch(step -> step.contains("others are connected to it"));
            assertThat(result.receipt().tables())
                    .allSatisfy(table -> assertThat(table.digest()).isPresent());
        }
    }

    @Test
    void copies_by_rows_where_something_is_left_out() {
        Environments environments = environments();
        environments.execute("PRD", "CREATE PUBLICATION news FOR TABLE a");

        CloneResult result = environments.refresh("PRD", "QAT");

        assertThat(result.receipt().leftOut()).contains("publication news");
        assertThat(environments.query("QAT", "SELECT count(*) FROM pg_publication"))
                .isEqualTo("0");
    }

    @Test
    void copies_by_rows_where_rows_are_limited() {
        Environments environments = environments();
        environments.execute("PRD", "DROP TABLE b");
        environments.configure(Map.of("QAT", "    clone: { limits: { a: { where: i <= 70 } } }\n"));

        environments.refresh("PRD", "QAT");

        assertThat(environments.query("QAT", "SELECT count(*) FROM a")).isEqualTo("70");
    }
}
