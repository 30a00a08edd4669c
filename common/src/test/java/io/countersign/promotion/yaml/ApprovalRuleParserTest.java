package io.countersign.promotion.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.ApprovalRule.All;
import io.countersign.promotion.ApprovalRule.Any;
import io.countersign.promotion.ApprovalRule.AtLeast;
import io.countersign.promotion.ApprovalRule.Person;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalRuleParserTest {
    private final ApprovalRuleParser parser = new ApprovalRuleParser(
            new TreeSet<>(Set.of("customer", "developer")), new TreeSet<>(Set.of("alice", "bob", "tom")));

    @Test
    void reads_roles_people_and_brackets() {
        assertThat(parser.parse("none")).isEqualTo(new ApprovalRule.Nobody());
        assertThat(parser.parse("developer")).isEqualTo(new AtLeast(1, "developer"));
        assertThat(parser.parse("2 customer and 1 developer"))
                .isEqualTo(new All(List.of(new AtLeast(2, "customer"), new AtLeast(1, "developer"))));
        assertThat(parser.parse("(alice or bob) and tom"))
                .isEqualTo(
                        new All(List.of(new Any(List.of(new Person("alice"), new Person("bob"))), new Person("tom"))));
    }

    @Test
    void and_binds_tighter_than_or() {
        assertThat(parser.parse("alice or bob and tom"))
                .isEqualTo(
                        new Any(List.of(new Person("alice"), new All(List.of(new Person("bob"), new Person("tom"))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "1 developer",
                "2 customer and 1 developer",
                "(alice or bob) and tom",
                "alice or (bob and tom)",
                "(alice or 2 customer) and (bob or 1 developer)"
            })
    void its_text_means_the_same(String rule) {
        assertThat(parser.parse(rule).text()).isEqualTo(rule);
        assertThat(parser.parse("  " + rule.replace("(", " ( ").replace(")", " ) ") + " "))
                .isEqualTo(parser.parse(rule));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 custmer              | a role (customer, developer) or a person (alice, bob, tom) instead of \"custmer\" at its character 3",
                "1 alice                | a role (customer, developer) or a person (alice, bob, tom) instead of \"alice\" at its character 3",
                "0 customer             | a number from 1 to 99 instead of \"0\" at its character 1",
                "100 customer           | a number from 1 to 99 instead of \"100\" at its character 1",
                "99999999999999 customer| a number from 1 to 99 instead of \"99999999999999\" at its character 1",
                "alice bob              | \"and\", \"or\" or the end instead of \"bob\" at its character 7",
                "alice and              | a role (customer, developer) or a person (alice, bob, tom) at the end",
                "and alice              | a role (customer, developer) or a person (alice, bob, tom) instead of \"and\" at its character 1",
                "(alice or bob          | \")\" at the end",
                "(alice bob)            | \"and\", \"or\" or \")\" instead of \"bob\" at its character 8",
                "alice)                 | \"and\", \"or\" or the end instead of \")\" at its character 6",
                "2                      | a role (customer, developer) or a person (alice, bob, tom) at the end",
                "2 2                    | a role (customer, developer) or a person (alice, bob, tom) instead of \"2\" at its character 3",
                "-1 customer            | a role (customer, developer) or a person (alice, bob, tom) instead of \"-1\" at its character 1",
                "none and alice         | a role (customer, developer) or a person (alice, bob, tom) instead of \"none\" at its character 1",
                "alice AND bob          | \"and\", \"or\" or the end instead of \"AND\" at its character 7",
                "bob and alice and bob  | another person, because everybody counts once, instead of \"bob\" at its character 19"
            })
    void tells_what_is_wrong_and_where(String rule, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parser.parse(rule))
                .withMessage(expected);
    }

    @Test
    void refuses_rules_that_nobody_could_evaluate() {
        String brackets = "(".repeat(100_000) + "alice" + ")".repeat(100_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parser.parse(brackets))
                .withMessage("a rule of at most 200 words");
        String alternatives = String.join(" and ", Collections.nCopies(30, "(customer or developer)"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parser.parse(alternatives))
                .withMessage("a rule with at most 1000 alternatives");
    }

    @Test
    void refuses_an_empty_rule() {
        assertThatIllegalArgumentException().isThrownBy(() -> parser.parse("  "));
    }
}
