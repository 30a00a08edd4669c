package io.countersign.promotion.yaml;

import io.countersign.promotion.ApprovalRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads rules such as {@code 2 customer and (alice or bob)}. {@code and} binds tighter than {@code or}; a role without a
 * number means one person of it.
 */
public final class ApprovalRuleParser {
    private static final Pattern TOKEN = Pattern.compile("[()]|[^\\s()]+");
    private static final int MOST_PEOPLE = 99;
    /** Keeps the parser's recursion and the evaluation's work small; people write a dozen words. */
    private static final int MOST_WORDS = 200;

    private static final long MOST_ALTERNATIVES = 1_000;

    private final Set<String> roles;
    private final Set<String> people;
    private final List<Word> words = new ArrayList<>();
    private int position;

    /** @param at where it begins, counted from 1 */
    private record Word(String text, int at) {}

    public ApprovalRuleParser(Set<String> roles, Set<String> people) {
        this.roles = roles;
        this.people = people;
    }

    /** @throws IllegalArgumentException saying what was expected, and at which character of the rule */
    public ApprovalRule parse(String text) {
        words.clear();
        position = 0;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            words.add(new Word(matcher.group(), matcher.start() + 1));
        }
        if (words.size() > MOST_WORDS) {
            throw new IllegalArgumentException("a rule of at most " + MOST_WORDS + " words");
        }
        if (words.size() == 1 && words.get(0).text().equals("none")) {
            return new ApprovalRule.Nobody();
        }
        ApprovalRule rule = either();
        if (position < words.size()) {
            throw instead("\"and\", \"or\" or the end", words.get(position));
        }
        if (alternatives(rule) > MOST_ALTERNATIVES) {
            throw new IllegalArgumentException("a rule with at most " + MOST_ALTERNATIVES + " alternatives");
        }
        return rule;
    }

    private ApprovalRule either() {
        List<ApprovalRule> parts = new ArrayList<>(List.of(every()));
        while (accept("or")) {
            parts.add(every());
        }
        return parts.size() == 1 ? parts.get(0) : new ApprovalRule.Any(parts);
    }

    private ApprovalRule every() {
        Set<ApprovalRule> named = new HashSet<>();
        List<ApprovalRule> parts = new ArrayList<>();
        do {
            int begin = position;
            ApprovalRule part = one();
            if (part instanceof ApprovalRule.Person && !named.add(part)) {
                throw instead("another person, because everybody counts once,", words.get(begin));
            }
            parts.add(part);
        } while (accept("and"));
        return parts.size() == 1 ? parts.get(0) : new ApprovalRule.All(parts);
    }

    private ApprovalRule one() {
        if (accept("(")) {
            ApprovalRule rule = either();
            if (!accept(")")) {
                throw position < words.size()
                        ? instead("\"and\", \"or\" or \")\"", words.get(position))
                        : new IllegalArgumentException("\")\" at the end");
            }
            return rule;
        }
        Word word = next();
        if (word.text().chars().allMatch(Character::isDigit)) {
            return atLeast(count(word), next());
        }
        return people.contains(word.text()) ? new ApprovalRule.Person(word.text()) : atLeast(1, word);
    }

    private static int count(Word word) {
        int count = word.text().length() > 2 ? MOST_PEOPLE + 1 : Integer.parseInt(word.text());
        if (count < 1 || count > MOST_PEOPLE) {
            throw instead("a number from 1 to " + MOST_PEOPLE, word);
        }
        return count;
    }

    private ApprovalRule atLeast(int count, Word role) {
        if (!roles.contains(role.text())) {
            throw instead(anybody(), role);
        }
        return new ApprovalRule.AtLeast(count, role.text());
    }

    private Word next() {
        if (position >= words.size()) {
            throw new IllegalArgumentException(anybody() + " at the end");
        }
        Word word = words.get(position++);
        if (Set.of("(", ")", "and", "or").contains(word.text())) {
            throw instead(anybody(), word);
        }
        return word;
    }

    private String anybody() {
        return "a role (" + String.join(", ", roles) + ")"
                + (people.isEmpty() ? "" : " or a person (" + String.join(", ", people) + ")");
    }

    private boolean accept(String token) {
        if (position < words.size() && words.get(position).text().equals(token)) {
            position++;
            return true;
        }
        return false;
    }

    private static IllegalArgumentException instead(String expected, Word found) {
        return new IllegalArgumentException(
                expected + " instead of \"" + found.text() + "\" at its character " + found.at());
    }

    private static long alternatives(ApprovalRule rule) {
        if (rule instanceof ApprovalRule.Any any) {
            return any.parts().stream()
                    .mapToLong(ApprovalRuleParser::alternatives)
                    .sum();
        }
        if (rule instanceof ApprovalRule.All all) {
            long product = 1;
            for (ApprovalRule part : all.parts()) {
                product = Math.min(MOST_ALTERNATIVES + 1, product * alternatives(part));
            }
            return product;
        }
        return 1;
    }
}
