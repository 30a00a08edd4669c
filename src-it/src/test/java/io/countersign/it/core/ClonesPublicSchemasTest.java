package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.CloneResult;
import io.countersign.environment.TableReceipt;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas as people have them: a film rental with all that the sample databases show, and Keycloak's. */
class ClonesPublicSchemasTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needsPgDump() {
        PgDump.assumeFitting();
    }

    @Test
    void copies_a_film_rental_that_pg_dump_cannot_tell_from_its_source() {
        Environments environments = ClonesPostgresTest.environments(folder);
        environments.script("PRD", "film-rental.sql");

        CloneResult result = environments.clone("PRD", "QAT");

        expectEqual(environments, result);
        assertThat(result.receipt().tables())
                .extracting(TableReceipt::table)
                .contains("public.payment_p2026_02_1", "public.film");
        String found = "SELECT count(*) FROM film WHERE fulltext @@ to_tsquery('english', 'dog')";
        assertThat(environments.query("QAT", found)).isEqualTo("1000");
        assertThat(environments.query("QAT", "SELECT sum(rentals) FROM rental_by_category"))
                .isEqualTo("3000");
        assertThat(environments.query("QAT", "SELECT sum(total) FROM sales_by_store"))
                .isEqualTo(environments.query("PRD", "SELECT sum(total) FROM sales_by_store"));
        assertThat(environments.query("QAT", "INSERT INTO customer (store_id, name) VALUES (1, 'new') RETURNING 1"))
                .isEqualTo("1");
    }

    @Test
    void copies_the_schema_of_keycloak() throws IOException {
        TestDatabase keycloak =
                PromotesAPublicChangelogTest.deployed(Files.createDirectories(folder.resolve("release")));
        PostgresServer server = PostgresServer.shared();
        TestDatabase target = server.newDatabase();
        ClonesPostgresTest.administrate("ALTER ROLE " + target.user() + " CREATEDB");
        Environments environments = new Environments(folder, server.newDatabase(), target, keycloak);

        CloneResult result = environments.clone("PRD", "QAT");

        expectEqual(environments, result);
        assertThat(result.receipt().tables()).hasSizeGreaterThan(80);
    }

    private static void expectEqual(Environments environments, CloneResult result) {
        assertThat(PgDump.schema(environments.database("QAT"))).isEqualTo(PgDump.schema(environments.database("PRD")));
        assertThat(result.receipt().tables())
                .allSatisfy(table -> assertThat(table.digest()).isNotEqualTo(Optional.empty()));
    }
}
