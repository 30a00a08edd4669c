package io.countersign.it.core;

import static io.countersign.it.core.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.CloneResult;
import io.countersign.environment.masking.Masking.MaskedColumn;
import io.countersign.harness.PostgresServer;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies for stages that must not see real values. */
class MasksACopyTest {
    private static final String RULES = """
                masking:
                  key: { environment: MASKING_KEY }
                  tables:
                    customer: { columns: { id: keep, name: { pseudonym: name }, mail: { pseudonym: e-mail }, note: { constant: x }, joined: keep } }
                    visit: { columns: { id: keep, customer: keep, on_day: keep, comment: { sql: upper(comment) } } }
                neutralise:
                  - { description: no mail host, sql: "UPDATE setting SET value = 'localhost' WHERE name = 'smtp'" }
            """;

    private static final String ALL_RULES =
            RULES.replace("visit: {", "setting: { columns: { name: keep, value: keep } }\n        visit: {");

    @TempDir
    Path folder;

    private Environments environments(String rules) {
        Environments environments = ClonesPostgresTest.environments(folder);
        environments.execute(
                "PRD",
                "CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, mail varchar(80) UNIQUE, note text, joined date)",
                "CREATE TABLE visit (id int, customer int REFERENCES customer, on_day date NOT NULL, comment text) PARTITION BY RANGE (on_day)",
                "CREATE TABLE visit_2026 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
                "CREATE TABLE setting (name text PRIMARY KEY, value text)",
                "INSERT INTO setting VALUES ('smtp', 'mail.example.org'), ('theme', 'dark')",
                "INSERT INTO customer SELECT g, E'Canary\\t\\\\Ü' || g, 'canary' || g || '@example.org', CASE g % 2 WHEN 0 THEN 'a' || g END, '2026-01-01' FROM generate_series(1, 2000) g",
                "INSERT INTO visit SELECT g, g, '2026-02-01', 'canary\\N' || g FROM generate_series(1, 100) g",
                "CREATE MATERIALIZED VIEW names AS SELECT name FROM customer");
        environments.configure(Map.of("QAT", rules));
        return environments;
    }

    @Test
    void refuses_a_source_that_is_one_schema_of_a_database() {
        Environments environments = environments(ALL_RULES);
        environments.execute("PRD", "CREATE SCHEMA secrets", "CREATE TABLE secrets.salary (of int, amount int)");
        environments.execute("QAT", "CREATE TABLE kept (i int)");
        environments.confine("PRD", "public");
        environments.configure(Map.of("QAT", ALL_RULES));

        refused(
                ProblemCode.CLONE_REFUSED,
                "is the schema public of a database",
                () -> environments.refresh("PRD", "QAT"));

        assertThat(environments.query("QAT", "SELECT count(*) FROM kept")).isEqualTo("0");
        assertThat(environments.databasesLike("QAT"))
                .containsExactly(environments.database("QAT").name());
    }

    @Test
    void masks_every_column_that_a_rule_names_and_neutralises_before_it_opens() {
        Environments environments = environments(ALL_RULES);

        CloneResult result = environments.clone("PRD", "QAT");

        assertThat(
                        environments.query(
                                "QAT",
                                "SELECT count(*) FROM customer WHERE name LIKE '%Canary%' OR mail LIKE '%canary%' OR note LIKE 'a%'"))
                .isEqualTo("0");
        assertThat(environments.query("QAT", "SELECT count(*) FROM names WHERE name LIKE '%Canary%'"))
                .isEqualTo("0");
        assertThat(environments.query("QAT", "SELECT count(DISTINCT mail) FROM customer"))
                .isEqualTo("2000");
        assertThat(environments.query("QAT", "SELECT count(*) FROM customer WHERE note IS NULL"))
                .isEqualTo("1000");
        assertThat(environments.query("QAT", "SELECT comment FROM visit WHERE id = 7"))
                .isEqualTo("CANARY\\N7");
        assertThat(environments.query("QAT", "SELECT value FROM setting WHERE name = 'smtp'"))
                .isEqualTo("localhost");
        assertThat(result.receipt().masked())
                .extracting(MaskedColumn::column)
                .containsExactlyInAnyOrder("name", "mail", "note", "comment");
        assertThat(environments.events("QAT"))
                .last()
                .isInstanceOfSatisfying(
                        LedgerEvent.Cloned.class,
                        cloned -> assertThat(cloned.maskedColumns()).isEqualTo(4));
    }

    @Test
    void empties_the_elements_of_arrays() {
        Environments environments = ClonesPostgresTest.environments(folder);
        environments.execute(
                "PRD",
                "CREATE TABLE visitor (id int PRIMARY KEY, ips inet[] NOT NULL, notes text[])",
                "INSERT INTO visitor VALUES (1, '{192.0.2.7,192.0.2.8}', '{\"Alice Canary\"}'), (2, '{}', NULL)");
        environments.configure(Map.of("QAT", """
                    masking:
                      tables:
                        visitor: { columns: { id: keep, ips: { each: null }, notes: { each: null } } }
                """));

        environments.clone("PRD", "QAT");

        assertThat(environments.query(
                        "QAT", "SELECT string_agg(concat(ips::text, notes::text), ' ' ORDER BY id) FROM visitor"))
                .isEqualTo("{NULL,NULL}{NULL} {}");
    }

    @Test
    void tells_of_masked_rows_that_a_key_cannot_tell_apart_without_their_values() {
        Environments environments = ClonesPostgresTest.environments(folder);
        environments.execute(
                "PRD",
                "CREATE TABLE place (of text, code text, UNIQUE (of, code))",
                "INSERT INTO place VALUES ('canary', 'a'), ('canary', 'b')");
        environments.configure(Map.of("QAT", """
                    masking: { tables: { place: { columns: { of: keep, code: { constant: x } } } } }
                """));

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(CountersignException.class, e -> {
                    assertThat(e.code()).isEqualTo(ProblemCode.MASKING_UNFIT);
                    assertThat(e.problem().text())
                            .contains("masked rows have the same values", "UNIQUE (of, code)")
                            .doesNotContain("canary");
                    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain("canary");
                    }
                });
    }

    @Test
    void tells_tables_apart_whose_names_differ_in_case_alone() {
        Environments environments = ClonesPostgresTest.environments(folder);
        environments.execute(
                "PRD",
                "CREATE TABLE customer (id int PRIMARY KEY, name text)",
                "CREATE TABLE \"Customer\" (id int PRIMARY KEY, name text)",
                "INSERT INTO customer VALUES (1, 'product line')",
                "INSERT INTO \"Customer\" VALUES (1, 'Alice Canary'), (2, 'Bob Canary')");
        String small = "customer: { columns: { id: keep, name: keep } }\n";
        environments.configure(Map.of("QAT", "    masking:\n      tables:\n        " + small));

        refused(ProblemCode.MASKING_INCOMPLETE, "public.Customer.name", () -> environments.clone("PRD", "QAT"));

        environments.configure(Map.of(
                "QAT",
                "    clone: { limits: { Customer: { rows: 1 } } }\n    masking:\n      key: { environment: MASKING_KEY }\n      tables:\n        "
                        + small + "        Customer: { columns: { id: keep, name: { pseudonym: name } } }\n"));
        environments.clone("PRD", "QAT");

        assertThat(environments.query("QAT", "SELECT name FROM customer")).isEqualTo("product line");
        assertThat(environments.query("QAT", "SELECT count(*) FROM \"Customer\" WHERE name NOT LIKE '%Canary'"))
                .isEqualTo("1");
    }

    @Test
    void stops_before_anything_is_copied_where_a_column_is_not_classified() {
        Environments environments = environments(RULES);

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(
                        CountersignException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.MASKING_INCOMPLETE))
                .hasMessageContaining("public.setting.value");
        assertThat(environments.databasesLike("QAT"))
                .containsExactly(environments.database("QAT").name());
    }

    @Test
    void leaves_materialized_views_empty_that_foreign_rows_could_reach() throws IOException {
        Path file = Files.writeString(folder.resolve("elsewhere.csv"), "Canary elsewhere\n".repeat(20));
        String foreign = " SERVER files OPTIONS (filename '" + file + "')";
        Environments environments =
                environments(ALL_RULES.replace("visit: {", "part: { columns: { what: keep } }\n        visit: {"));
        allow(environments, "SUPERUSER");
        environments.execute(
                "PRD",
                "CREATE EXTENSION file_fdw",
                "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
                "CREATE FOREIGN TABLE elsewhere (what text)" + foreign,
                "CREATE TABLE part (what text) PARTITION BY LIST (what)",
                "CREATE TABLE part_here PARTITION OF part FOR VALUES IN ('here')",
                "CREATE FOREIGN TABLE part_elsewhere PARTITION OF part DEFAULT" + foreign,
                "INSERT INTO part_here SELECT 'here' FROM generate_series(1, 20)",
                "CREATE FUNCTION looked_up() RETURNS text STABLE LANGUAGE plpgsql"
                        + " AS $$ BEGIN RETURN (SELECT what FROM public.elsewhere LIMIT 1); END $$",
                "CREATE FUNCTION louder(what text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT upper(what)'",
                "CREATE VIEW seen AS SELECT what FROM elsewhere",
                "CREATE MATERIALIZED VIEW straight AS SELECT what FROM elsewhere",
                "CREATE MATERIALIZED VIEW by_view AS SELECT what FROM seen",
                "CREATE MATERIALIZED VIEW by_another AS SELECT what FROM by_view",
                "CREATE MATERIALIZED VIEW by_part AS SELECT what FROM part",
                "CREATE MATERIALIZED VIEW by_function AS SELECT looked_up() AS what",
                "CREATE MATERIALIZED VIEW local AS SELECT louder(what) AS what FROM part_here");

        CloneResult result = environments.clone("PRD", "QAT");

        assertThat(
                        environments.query(
                                "QAT",
                                "SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relkind = 'm' AND relispopulated"))
                .isEqualTo("local,names");
        assertThat(result.receipt().leftOut())
                .filteredOn(what -> what.contains("materialized view"))
                .extracting(what -> what.replaceFirst("rows of materialized view public\\.(\\w+): .*", "$1"))
                .containsExactlyInAnyOrder("straight", "by_view", "by_another", "by_part", "by_function");
        assertThat(environments.query(
                        "QAT", "SELECT count(*) FROM pg_stats WHERE most_common_vals::text LIKE '%Canary%'"))
                .as("what statistics tell")
                .isEqualTo("0");
        assertThat(environments.query("QAT", "SELECT count(*) FROM pg_stats WHERE tablename = 'part_here'"))
                .isEqualTo("1");

        environments.configure(Map.of("QAT", "    clone: { limits: { customer: { rows: 1000 } } }\n"));
        environments.refresh("PRD", "QAT");

        assertThat(environments.query("QAT", "SELECT count(*) FROM by_another")).isEqualTo("20");
    }

    @Test
    void masks_tables_of_extensions_that_keep_some_rows_as_their_own() throws IOException {
        Environments environments = environments(ALL_RULES.replace(
                "visit: {",
                "contact: { columns: { id: keep, name: { pseudonym: name }, own: keep } }\n        visit: {"));
        String name = "of_" + environments.database("PRD").name();
        Path extensions = Path.of(LowerServer.ask(
                        PostgresServer.shared().administration(),
                        "SELECT setting FROM pg_config WHERE name = 'SHAREDIR'"))
                .resolve("extension");
        Path control = extensions.resolve(name + ".control");
        Path script = extensions.resolve(name + "--1.sql");
        try {
            Files.writeString(control, "default_version = '1'\nrelocatable = true\nsuperuser = false\n");
            Files.writeString(script, """
                    CREATE TABLE contact (id int PRIMARY KEY, name text, own boolean NOT NULL DEFAULT false);
                    INSERT INTO contact VALUES (0, 'Nobody', true);
                    SELECT pg_catalog.pg_extension_config_dump('contact', 'WHERE NOT own');
                    """);
            environments.execute(
                    "PRD",
                    "CREATE EXTENSION " + name,
                    "INSERT INTO contact SELECT g, 'Canary ' || g FROM generate_series(1, 50) g");

            CloneResult result = environments.clone("PRD", "QAT");

            assertThat(environments.query("QAT", "SELECT count(*) FROM contact WHERE name LIKE '%Canary%'"))
                    .isEqualTo("0");
            assertThat(environments.query("QAT", "SELECT count(*) FROM contact WHERE NOT own"))
                    .isEqualTo("50");
            assertThat(environments.query("QAT", "SELECT name FROM contact WHERE own"))
                    .as("what came with the extension")
                    .isEqualTo("Nobody");
            assertThat(result.receipt().masked())
                    .filteredOn(column -> column.table().equals("public.contact"))
                    .extracting(MaskedColumn::column)
                    .containsExactly("name");
        } finally {
            Files.deleteIfExists(control);
            Files.deleteIfExists(script);
        }
    }

    private static void allow(Environments environments, String attribute) {
        ClonesPostgresTest.administrate(
                "ALTER ROLE " + environments.database("PRD").user() + " " + attribute,
                "ALTER ROLE " + environments.database("QAT").user() + " " + attribute);
    }
}
