package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.CloneResult;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of a part of the rows, in which every foreign key holds. */
class LimitsACopyTest {

    @TempDir
    Path folder;

    private Environments shop(String limits) {
        Environments environments = ClonesPostgresTest.environments(folder);
        environments.execute(
                "PRD",
                "CREATE TABLE country (id int PRIMARY KEY)",
                "CREATE TABLE customer (id int PRIMARY KEY, country int REFERENCES country, recommended_by int REFERENCES customer, last_order int)",
                "CREATE TABLE purchase (id int PRIMARY KEY, customer int NOT NULL REFERENCES customer, previous int REFERENCES purchase)",
                "CREATE TABLE line (purchase int REFERENCES purchase, n int, note text, PRIMARY KEY (purchase, n))",
                "INSERT INTO country SELECT generate_series(1, 50)",
                "INSERT INTO customer SELECT g, g % 50 + 1, nullif(g / 2, 0), NULL FROM generate_series(1, 2000) g",
                "INSERT INTO purchase SELECT g, (g - 1) % 2000 + 1, CASE WHEN g > 100 THEN g - 100 END FROM generate_series(1, 6000) g",
                "INSERT INTO line SELECT p, n, 'x' FROM generate_series(1, 6000) p, generate_series(1, 3) n",
                "UPDATE customer SET last_order = id",
                "ALTER TABLE customer ADD FOREIGN KEY (last_order) REFERENCES purchase");
        environments.configure(Map.of("QAT", "    clone: { limits: " + limits + " }\n"));
        return environments;
    }

    private static long count(Environments environments, String table) {
        return Long.parseLong(environments.query("QAT", "SELECT count(*) FROM " + table));
    }

    @Test
    void takes_the_rows_of_a_limit_and_everything_they_refer_to() {
        Environments environments = shop("{ customer: { rows: 20 }, purchase: { where: id <= 10 } }");

        CloneResult result = environments.clone("PRD", "QAT");

        assertThat(count(environments, "country")).isEqualTo(50);
        assertThat(count(environments, "customer")).isBetween(20L, 1500L);
        assertThat(count(environments, "purchase")).isBetween(10L, 5000L);
        assertThat(count(environments, "line"))
                .isGreaterThan(0)
                .isLessThanOrEqualTo(3 * count(environments, "purchase"));
        assertThat(
                        environments.query(
                                "QAT",
                                "SELECT count(*) FROM customer c WHERE NOT EXISTS (SELECT 1 FROM purchase p WHERE p.id = c.last_order)"))
                .isEqualTo("0");
        assertThat(result.receipt().tables())
                .filteredOn(table -> table.table().equals("public.customer"))
                .singleElement()
                .satisfies(table -> assertThat(table.limited().orElseThrow())
                        .startsWith("20 by the limit \"at most 20 rows\", ")
                        .endsWith("because others refer to them"));
        assertThat(environments.query("QAT", "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"))
                .isEqualTo("6");
    }

    @Test
    void takes_a_part_and_what_follows_from_it() {
        Environments environments = shop("{ country: { percent: 20 } }");

        environments.clone("PRD", "QAT");

        assertThat(count(environments, "country")).isBetween(1L, 30L);
        assertThat(count(environments, "customer")).isLessThan(2000);
        assertThat(
                        environments.query(
                                "QAT",
                                "SELECT count(*) FROM line l WHERE NOT EXISTS (SELECT 1 FROM purchase p WHERE p.id = l.purchase)"))
                .isEqualTo("0");
    }

    @Test
    void reaches_into_partitions_and_from_there_to_others() {
        Environments environments = shop("{ sale: { rows: 30 }, part: { where: id % 10 = 0 } }");
        environments.execute(
                "PRD",
                "CREATE TABLE part (id int, kind int, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind)",
                "CREATE TABLE part_0 PARTITION OF part FOR VALUES IN (0)",
                "CREATE TABLE part_1 (kind int NOT NULL, id int NOT NULL)",
                "ALTER TABLE part ATTACH PARTITION part_1 FOR VALUES IN (1)",
                "CREATE TABLE sale (id int, country int REFERENCES country, part int, kind int, PRIMARY KEY (id, country),"
                        + " FOREIGN KEY (part, kind) REFERENCES part) PARTITION BY RANGE (country)",
                "CREATE TABLE sale_near PARTITION OF sale FOR VALUES FROM (1) TO (10)",
                "CREATE TABLE sale_far PARTITION OF sale DEFAULT",
                "CREATE TABLE refund (sale int, country int, FOREIGN KEY (sale, country) REFERENCES sale)",
                "INSERT INTO part SELECT g, g % 2 FROM generate_series(1, 400) g",
                "INSERT INTO sale SELECT g, g % 50 + 1, g % 400 + 1, (g + 1) % 2 FROM generate_series(1, 1000) g",
                "INSERT INTO refund SELECT id, country FROM sale");

        CloneResult result = environments.clone("PRD", "QAT");

        assertThat(count(environments, "sale")).isEqualTo(30);
        assertThat(count(environments, "part")).isBetween(41L, 70L);
        assertThat(count(environments, "refund")).isEqualTo(30);
        assertThat(
                        environments.query(
                                "QAT",
                                "SELECT count(*) FROM sale s WHERE NOT EXISTS (SELECT 1 FROM part p WHERE (p.id, p.kind) = (s.part, s.kind))"))
                .isEqualTo("0");
        assertThat(result.receipt().tables())
                .filteredOn(table -> table.table().startsWith("public.sale_"))
                .hasSize(2)
                .allSatisfy(table -> assertThat(table.limited().orElseThrow()).contains("at most 30 rows"));
    }

    @Test
    void refuses_a_limit_of_a_table_that_is_not_there() {
        Environments environments = shop("{ custmer: { rows: 20 } }");

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(
                        CountersignException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CLONE_REFUSED))
                .hasMessageContaining("custmer");
    }

    /** What every database understands. */
    private Environments shop(Databases product, String limits) throws IOException {
        Environments environments = switch (product) {
            case POSTGRESQL -> ClonesPostgresTest.environments(folder);
            case MARIADB -> ClonesMariaDbTest.environments(folder);
            case H2 -> Environments.inFiles(folder, Files.createDirectories(folder.resolve("data")));
        };
        environments.execute(
                "PRD",
                "CREATE TABLE country (id int PRIMARY KEY)",
                "CREATE TABLE customer (id int PRIMARY KEY, country int, referrer int, FOREIGN KEY (country) REFERENCES country (id),"
                        + " FOREIGN KEY (referrer) REFERENCES customer (id))",
                "CREATE TABLE purchase (id int PRIMARY KEY, customer int NOT NULL, FOREIGN KEY (customer) REFERENCES customer (id))",
                "CREATE TABLE line (purchase int, n int, PRIMARY KEY (purchase, n), FOREIGN KEY (purchase) REFERENCES purchase (id))",
                "CREATE TABLE loose (id int)",
                "INSERT INTO loose VALUES (1)");
        for (int i = 0; i < 100; i++) {
            environments.execute(
                    "PRD",
                    "INSERT INTO country VALUES (" + i + ")",
                    "INSERT INTO customer VALUES (" + i + ", " + i + ", " + (i == 0 ? "NULL" : i / 2) + ")",
                    "INSERT INTO purchase VALUES (" + i + ", " + i + ")",
                    "INSERT INTO line VALUES (" + i + ", 1), (" + i + ", 2)");
        }
        environments.execute("PRD", "UPDATE customer SET referrer = 64 WHERE id = 1");
        environments.configure(Map.of("QAT", "    clone: { limits: " + limits + " }\n"));
        return environments;
    }

    @ParameterizedTest
    @EnumSource
    void follows_references_up_and_down_and_around_on_every_database(Databases product) throws IOException {
        Environments environments = shop(product, "{ customer: { where: id = 32 }, country: { rows: 5 } }");

        CloneResult result = environments.clone("PRD", "QAT");

        // 32, and 16 8 4 2 1 behind it, and 64 behind that
        assertThat(count(environments, "customer")).isEqualTo(7);
        assertThat(environments.query("QAT", "SELECT sum(id) FROM customer")).isEqualTo("127");
        assertThat(count(environments, "country")).isBetween(7L, 12L);
        assertThat(count(environments, "purchase")).isEqualTo(1);
        assertThat(count(environments, "line")).isEqualTo(2);
        assertThat(count(environments, "loose")).isEqualTo(1);
        assertThat(result.receipt().tables())
                .filteredOn(table -> table.table().toLowerCase(Locale.ROOT).endsWith("customer"))
                .singleElement()
                .satisfies(table -> assertThat(table.limited())
                        .hasValue("1 by the limit \"where id = 32\", 6 because others refer to them"));
    }

    @ParameterizedTest
    @EnumSource
    void takes_a_percentage_on_every_database(Databases product) throws IOException {
        Environments environments = shop(product, "{ customer: { percent: 20 } }");

        environments.clone("PRD", "QAT");

        assertThat(count(environments, "customer")).isBetween(2L, 80L);
        assertThat(count(environments, "country")).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2"})
    void refuses_to_limit_what_has_no_key(Databases product) throws IOException {
        Environments environments = shop(product, "{ loose: { rows: 1 } }");

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(
                        CountersignException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CLONE_REFUSED))
                .hasMessageContaining("no primary key");
    }
}
