package io.countersign.environment.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.database.TargetDatabase;
import io.countersign.database.Targets;
import io.countersign.environment.masking.Masking;
import io.countersign.environment.masking.MaskingKey;
import io.countersign.environment.masking.SourceTables;
import io.countersign.environment.masking.TableMask;
import io.countersign.promotion.FieldPath;
import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskRule.Kind;
import io.countersign.promotion.MaskingRules;
import io.countersign.secret.Secret;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rows that are masked on their way, in one form of COPY and in the other. */
class PassageTest {
    private static final MaskingKey KEY = MaskingKey.of(Secret.of("a key that the tests know well"));
    private static final MaskRule CODE = new MaskRule.Pseudonym(Kind.CODE);
    private static final Map<String, MaskRule> RULES = rules();

    private static Map<String, MaskRule> rules() {
        Map<String, MaskRule> rules = new LinkedHashMap<>();
        rules.put("id", new MaskRule.Keep());
        rules.put("small", CODE);
        rules.put("whole", new MaskRule.Noise(BigDecimal.TEN));
        rules.put("large", CODE);
        rules.put("exact", new MaskRule.Noise(BigDecimal.valueOf(30)));
        rules.put("money", CODE);
        rules.put("born", new MaskRule.Shift(400));
        rules.put("seen", new MaskRule.Scatter(30));
        rules.put("at", new MaskRule.Shift(90));
        rules.put("ticket", new MaskRule.Hash());
        rules.put("secret", new MaskRule.Hash());
        rules.put("doc", new MaskRule.Json(Map.<FieldPath, MaskRule>of(), CODE));
        rules.put("name", new MaskRule.Pseudonym(Kind.NAME));
        rules.put("joined", new MaskRule.Constant("2001-02-03"));
        rules.put("gone", new MaskRule.Nothing());
        rules.put("rest", new MaskRule.Keep());
        return rules;
    }

    private static TargetDatabase filled() {
        TargetDatabase target = Targets.POSTGRESQL.open();
        Targets.run(
                target,
                "CREATE DOMAIN amount AS numeric(20, 4)",
                "CREATE TABLE t (id int PRIMARY KEY, small smallint, whole int, large bigint, exact numeric, money amount,"
                        + " born date, seen timestamp, at timestamptz(3), ticket uuid, secret bytea, doc jsonb, name text,"
                        + " joined date, gone int, rest float8)",
                """
                INSERT INTO t SELECT g, (random() * 60000 - 30000)::int, (random() * 4e9 - 2e9)::bigint,
                       ((random() - 0.5) * 1.8e19)::numeric::bigint, ((random() - 0.5) * power(10, g % 40 - 15))::numeric,
                       round(((random() - 0.5) * 1e15)::numeric, g % 5), date '1900-01-01' + (random() * 60000)::int,
                       timestamp '1900-01-01' + random() * interval '200 years', timestamptz 'epoch' + random() * interval '60 years',
                       gen_random_uuid(), sha256(g::text::bytea), jsonb_build_object('a', g, 'b', jsonb_build_array('text ' || g)),
                       'Some Body ' || g, 'today', g, random()
                  FROM generate_series(1, 2000) g
                """,
                "INSERT INTO t (id, exact, born, seen, at) VALUES (0, 'NaN', 'infinity', '-infinity', '0001-01-01 00:00:00+00'),"
                        + " (-1, 0, '0001-05-05', '9999-12-31 23:59:59.999999', NULL)",
                "CREATE TABLE in_binary (LIKE t)",
                "CREATE TABLE in_text (LIKE t)");
        return target;
    }

    @Test
    void gives_the_same_values_in_both_forms() throws SQLException {
        try (TargetDatabase database = filled()) {
            SourceTable table = table(database);
            Passage binary = Passage.masked(table, masks(database, table, RULES));
            Passage text = Passage.masked(inText(table), masks(database, table, RULES));
            assertThat(binary.writing(false)).contains("FORMAT binary");
            assertThat(text.writing(false)).doesNotContain("FORMAT binary");

            send(database, binary, "in_binary");
            send(database, text, "in_text");

            assertThat(Targets.number(database, "SELECT count(*) FROM in_binary"))
                    .isEqualTo(2002);
            assertThat(Targets.number(
                            database,
                            "SELECT count(*) FROM (SELECT * FROM in_binary EXCEPT ALL SELECT * FROM in_text) AS other"))
                    .isZero();
            assertThat(Targets.number(
                            database,
                            "SELECT count(*) FROM t JOIN in_binary b USING (id) WHERE t.ticket = b.ticket OR t.secret = b.secret"
                                    + " OR t.large = b.large OR t.money = b.money OR t.name = b.name OR b.joined <> '2001-02-03'"
                                    + " OR b.gone IS NOT NULL OR t.rest <> b.rest OR t.at::time <> b.at::time"))
                    .isZero();
        }
    }

    @Test
    void leaves_to_the_server_what_only_the_server_understands() throws SQLException {
        try (TargetDatabase database = filled()) {
            SourceTable table = table(database);
            for (Map.Entry<String, MaskRule> other : Map.<String, MaskRule>of(
                            "joined", new MaskRule.Constant("yesterday"),
                            "rest", new MaskRule.Noise(BigDecimal.TEN),
                            "whole", new MaskRule.Sql("whole + 1"))
                    .entrySet()) {
                Map<String, MaskRule> rules = new LinkedHashMap<>(RULES);
                rules.put(other.getKey(), other.getValue());
                Passage passage = Passage.masked(table, masks(database, table, rules));
                assertThat(passage.writing(false)).as(other.getKey()).doesNotContain("FORMAT binary");
            }
        }
    }

    private static SourceTable table(TargetDatabase database) throws SQLException {
        return SourceTable.all(database.connection()).stream()
                .filter(table -> table.name().equals("public.t"))
                .findFirst()
                .orElseThrow();
    }

    private static SourceTable inText(SourceTable table) {
        return new SourceTable(
                table.number(),
                table.name(),
                table.classified(),
                table.columns(),
                table.types(),
                table.condition(),
                false,
                table.pages(),
                table.bytes(),
                table.limit());
    }

    private static Supplier<TableMask> masks(TargetDatabase database, SourceTable table, Map<String, MaskRule> rules) {
        Map<String, Map<String, MaskRule>> all = new LinkedHashMap<>();
        SourceTables.of(database).forEach(facts -> all.put(facts.name(), rules));
        Masking masking = Masking.of(
                new MaskingRules(Optional.empty(), all), Optional.of(KEY), "public", SourceTables.of(database));
        return () -> masking.table("public", "t", table.columns());
    }

    private static void send(TargetDatabase database, Passage passage, String to) throws SQLException {
        try (Connection from = database.another();
                Connection other = database.another()) {
            Sessions.forBuilding(from);
            Sessions.forBuilding(other);
            for (String reading : passage.readings()) {
                String writing = passage.writing(false).replace("public.t ", "public." + to + " ");
                try (CopyStream.Writer writer = new CopyStream.Writer(other, writing)) {
                    passage.read(from, reading, writer);
                    writer.end();
                }
            }
        }
    }
}
