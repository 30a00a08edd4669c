package io.countersign.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.yaml.ApprovalRuleParser;
import io.countersign.release.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalRulesTest {
    private static final Map<String, String> PEOPLE = Map.of("alice", "A", "bob", "B", "tom", "T");
    private static final Set<String> ROLES = Set.of("developer", "customer", "operator");

    /** Approvals are written as fingerprint:role. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "none                        | -                                   | true  | -",
                "1 developer                 | -                                   | false | 1 developer",
                "1 developer                 | A:developer                         | true  | -",
                "1 developer                 | A:customer                          | false | 1 developer",
                "2 customer                  | A:customer                          | false | 1 customer",
                "2 customer                  | A:customer A:customer               | false | 1 customer",
                "2 customer                  | A:customer B:customer               | true  | -",
                "2 customer and 1 developer  | A:customer B:customer               | false | 1 developer",
                "2 customer and 1 developer  | A:customer B:customer T:developer   | true  | -",
                "2 customer and 1 developer  | A:developer B:developer T:developer | false | 2 customer",
                "(alice or bob) and tom      | T:developer                         | false | alice",
                "(alice or bob) and tom      | B:developer T:customer              | true  | -",
                "(alice or bob) and tom      | A:developer B:developer             | false | tom",
                "alice and 1 developer       | A:developer                         | false | 1 developer",
                "alice and 1 developer       | A:developer B:developer             | true  | -",
                "1 developer and alice       | A:developer B:developer             | true  | -",
                "alice or 2 customer         | B:customer T:customer               | true  | -",
                "alice or 2 customer         | B:customer                          | false | alice",
                "1 developer and 1 developer | A:developer                         | false | 1 developer",
                "1 developer and 1 developer | A:developer B:developer             | true  | -"
            })
    void people_fill_one_place_each(String rule, String approvals, boolean satisfied, String missing) {
        RuleResult result = evaluate(rule, approvals == null ? "" : approvals);
        assertThat(result.satisfied()).isEqualTo(satisfied);
        assertThat(result.missing()).isEqualTo(missing == null ? "" : missing);
    }

    @Test
    void tells_who_counted() {
        RuleResult result = evaluate("2 customer and 1 developer", "A:customer B:customer T:customer C:developer");
        assertThat(result.counted())
                .hasSize(3)
                .extracting(judged -> judged.person().fingerprint())
                .contains("C");
    }

    @Test
    void looks_only_at_approvals_that_count() {
        List<Judged<?>> approvals = List.of(approval("A:developer").refused("expired"), approval("A:developer"));
        assertThat(ApprovalRules.evaluate(parse("1 developer"), approvals, PEOPLE)
                        .satisfied())
                .isTrue();
        assertThat(ApprovalRules.evaluate(parse("1 developer"), approvals.subList(0, 1), PEOPLE)
                        .satisfied())
                .isFalse();
    }

    @Test
    void a_person_whom_nobody_named_fills_no_place() {
        assertThat(ApprovalRules.evaluate(new ApprovalRule.Person("eve"), List.of(approval("E:developer")), PEOPLE)
                        .satisfied())
                .isFalse();
    }

    /** Against the definition itself: try every way to seat the people. */
    @RepeatedTest(300)
    void agrees_with_trying_every_seat(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        ApprovalRule rule = randomRule(random, 3);
        List<Judged<?>> approvals = new ArrayList<>();
        List<String> roles = List.of("developer", "customer", "operator");
        for (String person : List.of("A", "B", "T", "C", "D", "E")) {
            if (random.nextInt(3) > 0) {
                approvals.add(approval(person + ":" + roles.get(random.nextInt(3))));
            }
        }
        RuleResult result = ApprovalRules.evaluate(rule, approvals, PEOPLE);
        assertThat(result.satisfied())
                .as("%s by %s", rule.text(), approvals)
                .isEqualTo(canSeat(places(rule), approvals));
        assertThat(result.missing().isEmpty()).isEqualTo(result.satisfied());
        assertThat(result.counted()).doesNotHaveDuplicates();
    }

    private static ApprovalRule randomRule(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 2 : 4);
        if (kind == 0) {
            return new ApprovalRule.AtLeast(
                    1 + random.nextInt(2), List.copyOf(ROLES).get(random.nextInt(3)));
        }
        if (kind == 1) {
            return new ApprovalRule.Person(List.of("alice", "bob", "tom").get(random.nextInt(3)));
        }
        List<ApprovalRule> parts = List.of(randomRule(random, depth - 1), randomRule(random, depth - 1));
        return kind == 2 ? new ApprovalRule.All(parts) : new ApprovalRule.Any(parts);
    }

    private static List<List<ApprovalRule>> places(ApprovalRule rule) {
        if (rule instanceof ApprovalRule.AtLeast some) {
            return List.of(Collections.nCopies(some.count(), some));
        }
        if (rule instanceof ApprovalRule.Any any) {
            return any.parts().stream().flatMap(part -> places(part).stream()).toList();
        }
        if (rule instanceof ApprovalRule.All all) {
            List<List<ApprovalRule>> whole = new ArrayList<>();
            for (List<ApprovalRule> one : places(all.parts().get(0))) {
                for (List<ApprovalRule> two : places(all.parts().get(1))) {
                    whole.add(Stream.concat(one.stream(), two.stream()).toList());
                }
            }
            return whole;
        }
        return List.of(List.of(rule));
    }

    private static boolean canSeat(List<List<ApprovalRule>> alternatives, List<Judged<?>> people) {
        return alternatives.stream().anyMatch(places -> seat(places, people));
    }

    private static boolean seat(List<ApprovalRule> places, List<Judged<?>> people) {
        if (places.isEmpty()) {
            return true;
        }
        for (Judged<?> person : people) {
            boolean fits = places.get(0) instanceof ApprovalRule.AtLeast some
                    ? some.role().equals(person.role())
                    : person.person().fingerprint().equals(PEOPLE.get(((ApprovalRule.Person) places.get(0)).name()));
            if (fits) {
                List<Judged<?>> others =
                        people.stream().filter(other -> !other.equals(person)).toList();
                if (seat(places.subList(1, places.size()), others)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static RuleResult evaluate(String rule, String approvals) {
        List<Judged<?>> judged = new ArrayList<>();
        Stream.of(approvals.split(" ", -1)).filter(text -> !text.isBlank()).forEach(text -> judged.add(approval(text)));
        return ApprovalRules.evaluate(parse(rule), judged, PEOPLE);
    }

    private static ApprovalRule parse(String rule) {
        return new ApprovalRuleParser(ROLES, PEOPLE.keySet()).parse(rule);
    }

    private static Judged<Predicate.Approval> approval(String text) {
        String[] parts = text.split(":", -1);
        return new Judged<>(
                new Predicate.Approval("shop", "1", "PRD", parts[1], Optional.empty(), ""),
                Digest.of(text),
                text,
                parts[1],
                new PersonKey(parts[0], parts[0]),
                true,
                "",
                Optional.empty());
    }
}
