package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.CloneResult;
import io.countersign.environment.masking.Masking.MaskedColumn;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
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
    void masks_every_column_that_a_rule_names_and_neutralises_before_it_opens() {
        Environments environments = environments(
                RULES.replace("visit: {", "setting: { columns: { name: keep, value: keep } }\n        visit: {"));

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
    void stops_before_anything_is_copied_where_a_column_is_not_classified() {
        Environments environments = environments(RULES);

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(
                        CountersignException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.MASKING_INCOMPLETE))
                .hasMessageContaining("public.setting.value");
        assertThat(environments.databasesLike("QAT"))
                .containsExactly(environments.database("QAT").name());
    }
}
