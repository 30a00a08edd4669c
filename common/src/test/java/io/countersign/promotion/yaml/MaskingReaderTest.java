package io.countersign.promotion.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.FieldPath;
import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskRule.Kind;
import io.countersign.promotion.MaskingRules;
import io.countersign.promotion.Neutralising;
import io.countersign.promotion.Stage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingReaderTest {
    private static final String HEAD = """
            version: 1
            stages:
              - name: DEV
                targets: [ { name: dev, url: "jdbc:h2:mem:dev" } ]
            """;

    @TempDir
    Path folder;

    @Test
    void reads_every_kind_of_rule() throws IOException {
        Stage stage = read("""
                    masking:
                      key: { environment: MASKING_KEY }
                      tables:
                        customer:
                          columns:
                            id: keep
                            nick: null
                            token: hash
                            country: { constant: "CH" }
                            name: { pseudonym: name }
                            mail: { pseudonym: e-mail }
                            born: { shift: 90 days }
                            seen: { noise: 30 days }
                            salary: { noise: 7.5% }
                            profile: { json: { "$.tags[*]": hash, otherwise: keep } }
                            names: { each: { pseudonym: name } }
                            initial: { sql: "substr(name, 1, 1)" }
                    neutralise:
                      - { description: no mail leaves, sql: "update setting set value = 'localhost' where name = 'smtp'" }
                """);

        MaskingRules masking = stage.copies().masking().orElseThrow();
        assertThat(masking.key()).contains(new MaskingRules.Key.Environment("MASKING_KEY"));
        assertThat(masking.tables().get("customer"))
                .containsExactly(
                        entry("id", new MaskRule.Keep()),
                        entry("nick", new MaskRule.Nothing()),
                        entry("token", new MaskRule.Hash()),
                        entry("country", new MaskRule.Constant("CH")),
                        entry("name", new MaskRule.Pseudonym(Kind.NAME)),
                        entry("mail", new MaskRule.Pseudonym(Kind.E_MAIL)),
                        entry("born", new MaskRule.Shift(90)),
                        entry("seen", new MaskRule.Scatter(30)),
                        entry("salary", new MaskRule.Noise(new BigDecimal("7.5"))),
                        entry(
                                "profile",
                                new MaskRule.Json(
                                        Map.of(FieldPath.parse("$.tags[*]"), new MaskRule.Hash()),
                                        new MaskRule.Keep())),
                        entry("names", new MaskRule.Each(new MaskRule.Pseudonym(Kind.NAME))),
                        entry("initial", new MaskRule.Sql("substr(name, 1, 1)")));
        assertThat(stage.copies().neutralise())
                .containsExactly(new Neutralising(
                        "no mail leaves", "update setting set value = 'localhost' where name = 'smtp'"));
    }

    @Test
    void a_rule_is_written_as_it_is_read() throws IOException {
        String rule = "{ json: { \"$.a['b c']\": { shift: 9 days }, otherwise: { constant: \"a \\\"b\\\" \\\\\" } } }";

        assertThat(rule(rule).text()).isEqualTo(rule);
        assertThat(rule("null").text()).isEqualTo("null");
        assertThat(rule("{ noise: 10% }").text()).isEqualTo("{ noise: 10% }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "keepp | \"x\" is \"keepp\" (expected keep, null, hash, or one of",
                "~ | \"x\" has no value that can be used",
                "{ pseudonym: nme } | \"pseudonym\" is \"nme\" (expected one of name, e-mail, phone, address, iban, text, code)",
                "{} | the rule says nothing (expected keep, null, hash",
                "{ pseudonim: name } | there is no rule \"pseudonim\" (expected keep, null, hash",
                "{ pseudonym: name, hash: 1 } | the key \"hash\" is not known in \"x\"",
                "{ constant: a, sql: b } | the rule says too much",
                "{ shift: 0 days } | (expected a number of days, such as 90 days)",
                "{ noise: 0% } | (expected more than 0% and at most 100%)",
                "{ noise: 101% } | (expected more than 0% and at most 100%)",
                "{ noise: much } | (expected a part such as 10%, or for dates",
                "{ json: { \"$.a\": keep } } | nothing is said about the fields that no path names",
                "{ json: { \"a.b\": keep, otherwise: keep } } | \"a.b\" is no path (expected a path such as",
                "{ json: { \"$.a\": { sql: x }, otherwise: keep } } | a part of a document has a rule for columns",
                "{ each: { sql: x } } | an element has a rule for rows",
                "{ json: { \"$.a\": { each: { sql: x } }, otherwise: keep } } | an element has a rule for rows",
            })
    void tells_the_place_of_a_mistake_and_what_was_expected(String rule, String message) {
        CountersignException problem = catchThrowableOfType(CountersignException.class, () -> rule(rule));

        assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(problem.problem().found()).contains("line 7, column ").contains(message);
    }

    @Test
    void never_repeats_what_stands_in_place_of_a_reference_to_the_key() {
        CountersignException problem = catchThrowableOfType(
                CountersignException.class, () -> read("    masking: { key: hunter2hunter2, tables: {} }\n"));

        assertThat(problem.problem().text())
                .contains("\"key\" is no reference (expected { environment: NAME } or { id: SERVER })")
                .doesNotContain("hunter2");
    }

    private MaskRule rule(String rule) throws IOException {
        return read("    masking:\n      tables:\n        t: { columns: { x: " + rule + " } }\n")
                .copies()
                .masking()
                .flatMap(
                        masking -> Optional.ofNullable(masking.tables().get("t").get("x")))
                .orElseThrow();
    }

    private Stage read(String more) throws IOException {
        String text = more.startsWith("    m")
                ? more
                : more.indent(0).replaceAll("(?m)^", "    ").replaceAll("(?m)^ +$", "");
        Path file = folder.resolve("stages.yml");
        Files.writeString(file, HEAD + text);
        return PromotionPathReader.read(file).stage("DEV");
    }
}
