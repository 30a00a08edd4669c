package io.countersign.promotion;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Who has to approve, as written in {@code stages.yml}: {@code none}, {@code 2 customer and 1 developer},
 * {@code (alice or bob) and tom}. A person fills one place only.
 */
public sealed interface ApprovalRule {

    /** The rule in the form in which it is written in {@code stages.yml}. */
    String text();

    /** The rules that this one is made of and that are not made of others. */
    default List<ApprovalRule> leaves() {
        return List.of(this);
    }

    /** Nobody needs to approve. */
    record Nobody() implements ApprovalRule {
        @Override
        public String text() {
            return "none";
        }
    }

    /** So many different people of a role. */
    record AtLeast(int count, String role) implements ApprovalRule {
        @Override
        public String text() {
            return count + " " + role;
        }
    }

    /** One named person ({@code people} in {@code stages.yml}). */
    record Person(String name) implements ApprovalRule {
        @Override
        public String text() {
            return name;
        }
    }

    record All(List<ApprovalRule> parts) implements ApprovalRule {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public List<ApprovalRule> leaves() {
            return parts.stream().flatMap(part -> part.leaves().stream()).toList();
        }

        @Override
        public String text() {
            return parts.stream()
                    .map(part -> part instanceof Any ? "(" + part.text() + ")" : part.text())
                    .collect(Collectors.joining(" and "));
        }
    }

    record Any(List<ApprovalRule> parts) implements ApprovalRule {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public List<ApprovalRule> leaves() {
            return parts.stream().flatMap(part -> part.leaves().stream()).toList();
        }

        @Override
        public String text() {
            return parts.stream()
                    .map(part -> part instanceof All ? "(" + part.text() + ")" : part.text())
                    .collect(Collectors.joining(" or "));
        }
    }
}
