package io.countersign.environment.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.FieldPath;
import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskRule.Kind;
import io.countersign.promotion.MaskingRules;
import io.countersign.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MaskingTest {
    private static final MaskingKey KEY = MaskingKey.of(Secret.of("a key that the tests know well"));
    private static final MaskRule KEEP = new MaskRule.Keep();
    private static final MaskRule NAME = new MaskRule.Pseudonym(Kind.NAME);

    @Test
    void names_every_column_without_a_rule_and_suggests_one() {
        CountersignException problem = refused(
                Map.of("id", KEEP),
                column("id", ValueType.INTEGER),
                column("last_name", ValueType.TEXT),
                column("notes", ValueType.TEXT));

        assertThat(problem.code()).isEqualTo(ProblemCode.MASKING_INCOMPLETE);
        assertThat(problem.problem().found())
                .isEqualTo("2 columns are not classified: shop.t.last_name (suggested: { pseudonym: name }),"
                        + " shop.t.notes (suggested: { pseudonym: text }).");
    }

    @Test
    void refuses_rules_for_what_is_not_there() {
        CountersignException problem = refused(Map.of("id", KEEP, "nmae", NAME), column("id", ValueType.INTEGER));

        assertThat(problem.code()).isEqualTo(ProblemCode.MASKING_UNFIT);
        assertThat(problem.problem().found()).contains("the column t.nmae");
    }

    @Test
    void tells_tables_apart_whose_names_differ_in_case_alone() {
        TableFacts small = table("customer", column("name", ValueType.TEXT));
        TableFacts large = table("Customer", column("name", ValueType.TEXT));
        MaskingRules both = new MaskingRules(
                Optional.empty(),
                new LinkedHashMap<>(Map.of("customer", Map.of("name", KEEP), "shop.Customer", Map.of("name", NAME))));

        Masking masking = Masking.of(both, Optional.of(KEY), "shop", List.of(small, large));

        assertThat(masking.columns())
                .containsExactly(
                        new Masking.MaskedColumn("shop.customer", "name", "keep"),
                        new Masking.MaskedColumn("shop.Customer", "name", "{ pseudonym: name }"));
        assertThat(refused(Map.of("customer", Map.of("name", KEEP)), small, large)
                        .problem()
                        .found())
                .isEqualTo("A column is not classified: shop.Customer.name (suggested: { pseudonym: name }).");
        assertThat(refused(Map.of("CUSTOMER", Map.of("name", KEEP)), small, large)
                        .problem()
                        .found())
                .contains("the table CUSTOMER could mean shop.customer or shop.Customer");
        assertThat(refused(Map.of("customer", Map.of("name", KEEP), "shop.customer", Map.of("name", NAME)), small)
                        .problem()
                        .found())
                .contains("the table customer could mean the same as shop.customer");
    }

    @Test
    void tells_columns_apart_whose_names_differ_in_case_alone() {
        TableFacts table = table("t", column("name", ValueType.TEXT), column("Name", ValueType.TEXT));

        assertThat(Masking.of(
                                new MaskingRules(Optional.empty(), Map.of("T", Map.of("name", KEEP, "Name", NAME))),
                                Optional.of(KEY),
                                "shop",
                                List.of(table))
                        .columns())
                .extracting(Masking.MaskedColumn::rule)
                .containsExactly("keep", "{ pseudonym: name }");
        assertThat(refused(Map.of("t", Map.of("name", KEEP)), table).problem().found())
                .contains("not classified: shop.t.Name");
        assertThat(refused(Map.of("t", Map.of("NAME", KEEP)), table).problem().found())
                .contains("the column t.NAME could mean name or Name");
    }

    @Test
    void asks_for_a_key_where_a_rule_needs_one_and_not_where_none_does() {
        TableFacts table = new TableFacts("shop", "t", List.of(column("a", ValueType.TEXT)), List.of());
        assertThat(catchThrowableOfType(
                                CountersignException.class,
                                () -> Masking.of(rules(Map.of("a", NAME)), Optional.empty(), "shop", List.of(table)))
                        .code())
                .isEqualTo(ProblemCode.PARAMETER_MISSING);
        assertThat(Masking.of(rules(Map.of("a", KEEP)), Optional.empty(), "shop", List.of(table))
                        .columns())
                .containsExactly(new Masking.MaskedColumn("shop.t", "a", "keep"));
    }

    @Test
    void refuses_a_short_key_without_repeating_it() {
        CountersignException problem =
                catchThrowableOfType(CountersignException.class, () -> MaskingKey.of(Secret.of("hunter2")));

        assertThat(problem.problem().text()).contains("shorter than 16").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "TEXT,shift,a date or timestamp",
        "TEXT,noise,a number",
        "DATE,name,text",
        "BOOLEAN,code,text",
        "INTEGER,hash,the column has the type",
        "TEXT,each,an array",
        "INTEGER,json,JSON or text"
    })
    void refuses_a_rule_that_does_not_fit_its_column(ValueType type, String rule, String reason) {
        MaskRule wrong = switch (rule) {
            case "shift" -> new MaskRule.Shift(3);
            case "noise" -> new MaskRule.Noise(java.math.BigDecimal.TEN);
            case "name" -> NAME;
            case "code" -> new MaskRule.Pseudonym(Kind.CODE);
            case "hash" -> new MaskRule.Hash();
            case "each" -> new MaskRule.Each(NAME);
            default -> new MaskRule.Json(Map.of(), KEEP);
        };
        CountersignException problem = refused(Map.of("c", wrong), column("c", type));

        assertThat(problem.code()).isEqualTo(ProblemCode.MASKING_UNFIT);
        assertThat(problem.problem().found()).contains("shop.t.c").contains(reason);
    }

    @Test
    void refuses_what_would_break_a_constraint() {
        assertThat(refused(Map.of("c", new MaskRule.Constant("x")), unique("c", 100))
                        .problem()
                        .found())
                .contains("no two rows may have the same value");
        assertThat(refused(Map.of("c", new MaskRule.Hash()), unique("c", 20))
                        .problem()
                        .found())
                .contains("20 characters are too few");
        assertThat(refused(Map.of("c", new MaskRule.Nothing()), unique("c", 20))
                        .problem()
                        .found())
                .contains("the column may not be null");
        assertThat(refused(
                                Map.of("c", new MaskRule.Constant("too long")),
                                new ColumnFacts(
                                        "c",
                                        "varchar",
                                        ValueType.TEXT,
                                        ValueType.OTHER,
                                        Optional.of(3),
                                        Optional.empty(),
                                        true,
                                        false,
                                        Optional.empty(),
                                        false))
                        .problem()
                        .found())
                .contains("takes 3 characters");
    }

    @Test
    void rewrites_rows_in_place_and_leaves_null_alone() {
        Map<String, MaskRule> rules = new LinkedHashMap<>();
        rules.put("id", KEEP);
        rules.put("name", NAME);
        rules.put("gone", new MaskRule.Nothing());
        rules.put("own", new MaskRule.Sql("upper(name)"));
        TableMask mask = mask(
                rules,
                column("id", ValueType.INTEGER),
                column("name", ValueType.TEXT),
                column("gone", ValueType.TEXT),
                column("own", ValueType.TEXT));

        assertThat(mask.expressions())
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of("NULL"), Optional.of("(upper(name))"));
        @Nullable String[] row = {"7", "Smith", null, "SMITH"};
        mask.mask(row);
        assertThat(row[0]).isEqualTo("7");
        assertThat(row[1]).hasSize(5).isNotEqualTo("Smith").matches("[A-Z][a-z]{4}");
        assertThat(row[3]).isEqualTo("SMITH");
        @Nullable String[] empty = {null, null, null, null};
        mask.mask(empty);
        assertThat(empty).containsOnlyNulls();
    }

    @Test
    void masks_the_leaves_of_json_by_path() {
        Map<FieldPath, MaskRule> paths = new LinkedHashMap<>();
        paths.put(FieldPath.parse("$.name"), NAME);
        paths.put(FieldPath.parse("$.contacts[*].mail"), new MaskRule.Pseudonym(Kind.E_MAIL));
        paths.put(FieldPath.parse("$.contacts[0]"), KEEP);
        paths.put(FieldPath.parse("$['some thing']"), new MaskRule.Pseudonym(Kind.TEXT));
        TableMask mask = mask(Map.of("c", new MaskRule.Json(paths, KEEP)), column("c", ValueType.JSON));
        TableMask names = mask(Map.of("c", NAME), column("c", ValueType.TEXT));

        String masked = mask.value(0, """
                {"name":"Anna","age":1.50,"contacts":[{"mail":"a@b.ch","kind":"work"},{"mail":null}],
                 "some thing":{"deep":["Zürich",12,true,null]},"z":"Ω"}""");

        assertThat(masked)
                .startsWith("{\"name\":\"" + names.value(0, "Anna") + "\",\"age\":1.50,\"contacts\":[{\"mail\":\"")
                .contains("\"kind\":\"work\"},{\"mail\":null}],\"some thing\":{\"deep\":[\"")
                .doesNotContain("a@b.ch")
                .doesNotContain("Zürich")
                .doesNotContain(",12,")
                .endsWith(",null,null]},\"z\":\"Ω\"}");
    }

    @Test
    void masks_the_elements_of_arrays() {
        TableMask mask = mask(Map.of("c", new MaskRule.Each(NAME)), column("c", ValueType.ARRAY));
        TableMask names = mask(Map.of("c", NAME), column("c", ValueType.TEXT));

        assertThat(mask.value(0, "{Anna,NULL,\"say \\\"hi\\\" \\\\\",{NULL}}"))
                .isEqualTo("{\"" + names.value(0, "Anna") + "\",NULL,\""
                        + names.value(0, "say \"hi\" \\").replace("\\", "\\\\").replace("\"", "\\\"") + "\",{NULL}}");
        assertThat(mask.value(0, "{}")).isEqualTo("{}");
    }

    @Test
    void empties_the_elements_of_arrays_also_where_the_array_may_not_be_null() {
        ColumnFacts required = new ColumnFacts(
                "c",
                "inet[]",
                ValueType.ARRAY,
                ValueType.OTHER,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                false);
        TableMask mask = mask(Map.of("c", new MaskRule.Each(new MaskRule.Nothing())), required);

        assertThat(mask.value(0, "{192.0.2.7,NULL,\"a \\\"b\\\"\",{c}}")).isEqualTo("{NULL,NULL,NULL,{NULL}}");
        assertThat(mask.value(0, "[0:1]={1,2}")).isEqualTo("[0:1]={NULL,NULL}");
        assertThat(mask.value(0, "{}")).isEqualTo("{}");
        assertThat(mask.array(0, new Object[] {"a", new Object[] {1}})).isEqualTo(new Object[] {
            null, new Object[] {null}
        });
    }

    @Test
    void refuses_an_expression_for_elements() {
        CountersignException problem =
                refused(Map.of("c", new MaskRule.Each(new MaskRule.Sql("upper('x')"))), column("c", ValueType.ARRAY));

        assertThat(problem.code()).isEqualTo(ProblemCode.MASKING_UNFIT);
        assertThat(problem.problem().found()).contains("shop.t.c").contains("not for an element");
    }

    /** Whatever is said to be masked is selected otherwise, or rewritten. */
    @ParameterizedTest
    @EnumSource(ValueType.class)
    void no_rule_does_nothing(ValueType type) {
        List<MaskRule> simple = List.of(
                new MaskRule.Nothing(),
                new MaskRule.Constant("x"),
                new MaskRule.Hash(),
                NAME,
                new MaskRule.Pseudonym(Kind.CODE),
                new MaskRule.Shift(3),
                new MaskRule.Scatter(3),
                new MaskRule.Noise(java.math.BigDecimal.TEN),
                new MaskRule.Sql("x"),
                new MaskRule.Json(Map.of(), new MaskRule.Nothing()));
        List<MaskRule> rules = new ArrayList<>(simple);
        simple.forEach(rule -> rules.add(new MaskRule.Each(rule)));
        for (MaskRule rule : rules) {
            try {
                assertThat(mask(Map.of("c", rule), column("c", type)).changes())
                        .as(rule.text())
                        .containsExactly(true);
            } catch (CountersignException e) {
                assertThat(e.code()).as(rule.text()).isEqualTo(ProblemCode.MASKING_UNFIT);
            }
        }
    }

    @Test
    void names_the_column_but_not_the_value_where_a_value_cannot_be_masked() {
        TableMask mask = mask(Map.of("c", new MaskRule.Shift(3)), column("c", ValueType.DATE));

        CountersignException problem = catchThrowableOfType(CountersignException.class, () -> mask.value(0, "hunter2"));

        assertThat(problem.problem().text())
                .contains("shop.t.c")
                .contains("a date")
                .doesNotContain("hunter2");
    }

    private static TableMask mask(Map<String, MaskRule> rules, ColumnFacts... columns) {
        TableFacts table = new TableFacts("shop", "t", List.of(columns), List.of());
        return Masking.of(rules(rules), Optional.of(KEY), "shop", List.of(table))
                .table(
                        "shop",
                        "t",
                        table.columns().stream().map(ColumnFacts::name).toList());
    }

    private static CountersignException refused(Map<String, MaskRule> rules, ColumnFacts... columns) {
        return catchThrowableOfType(CountersignException.class, () -> mask(rules, columns));
    }

    private static CountersignException refused(Map<String, Map<String, MaskRule>> rules, TableFacts... tables) {
        return catchThrowableOfType(
                CountersignException.class,
                () -> Masking.of(new MaskingRules(Optional.empty(), rules), Optional.of(KEY), "shop", List.of(tables)));
    }

    private static TableFacts table(String name, ColumnFacts... columns) {
        return new TableFacts("shop", name, List.of(columns), List.of());
    }

    private static MaskingRules rules(Map<String, MaskRule> columns) {
        return new MaskingRules(Optional.empty(), Map.of("t", columns));
    }

    private static ColumnFacts column(String name, ValueType type) {
        return new ColumnFacts(
                name,
                type.name(),
                type,
                type == ValueType.ARRAY ? ValueType.TEXT : ValueType.OTHER,
                Optional.empty(),
                Optional.empty(),
                true,
                false,
                Optional.empty(),
                false);
    }

    private static ColumnFacts unique(String name, int length) {
        return new ColumnFacts(
                name,
                "varchar",
                ValueType.TEXT,
                ValueType.OTHER,
                Optional.of(length),
                Optional.empty(),
                false,
                true,
                Optional.empty(),
                false);
    }
}
