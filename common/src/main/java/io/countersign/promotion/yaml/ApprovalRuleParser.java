package io.countersign.promotion.yaml;

import io.countersign.promotion.ApprovalRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads rules such as {@code 2 customer and (alice or bob)}. {@code and} binds tighter than {@code or}; a role without a
 * number means one person of it.
 */
public final class ApprovalRuleParser {
    private static final Pattern TOKEN = Pattern.compile("\\s*([()]|[^\\s()]+)");
    private static final int MOST = 99;

    private final Set<String> roles;
    private final Set<String> people;
    private final List<String> tokens = new ArrayList<>();
    private int position;

    public ApprovalRuleParser(Set<String> roles, Set<String> people) {
        this.roles = roles;
        this.people = people;
    }

    /** @throws IllegalArgumentException saying what was expected */
    public ApprovalRule parse(String text) {
        tokens.clear();
        position = 0;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group(1));
        }
        if (tokens.equals(List.of("none"))) {
            return new ApprovalRule.Nobody();
        }
        ApprovalRule rule = either();
        if (position < tokens.size()) {
            throw new IllegalArgumentException("and, or, or the end instead of \"" + tokens.get(position) + "\"");
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
        List<ApprovalRule> parts = new ArrayList<>(List.of(one()));
        while (accept("and")) {
            parts.add(one());
        }
        return parts.size() == 1 ? parts.get(0) : new ApprovalRule.All(parts);
    }

    private ApprovalRule one() {
        if (accept("(")) {
            ApprovalRule rule = either();
            if (!accept(")")) {
                throw new IllegalArgumentException("a closing bracket");
            }
            return rule;
        }
        String word = next();
        if (word.chars().allMatch(Character::isDigit)) {
            return atLeast(word, next());
        }
        if (people.contains(word)) {
            return new ApprovalRule.Person(word);
        }
        return atLeast("1", word);
    }

    private ApprovalRule atLeast(String number, String role) {
        int count = number.length() > 2 ? MOST + 1 : Integer.parseInt(number);
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("a number from 1 to " + MOST + " instead of " + number);
        }
        if (!roles.contains(role)) {
            throw new IllegalArgumentException("a role (" + String.join(", ", roles) + ")"
                    + (people.isEmpty() ? "" : " or a person (" + String.join(", ", people) + ")")
                    + " instead of \"" + role + "\"");
        }
        return new ApprovalRule.AtLeast(count, role);
    }

    private String next() {
        if (position >= tokens.size()) {
            throw new IllegalArgumentException("a role or a person at the end");
        }
        String token = tokens.get(position++);
        if (token.equals(")") || token.equals("and") || token.equals("or") || token.equals("(")) {
            throw new IllegalArgumentException("a role or a person instead of \"" + token + "\"");
        }
        return token;
    }

    private boolean accept(String token) {
        if (position < tokens.size() && tokens.get(position).equals(token)) {
            position++;
            return true;
        }
        return false;
    }
}
