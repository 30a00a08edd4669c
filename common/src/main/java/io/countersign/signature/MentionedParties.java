package io.countersign.signature;

import io.countersign.promotion.ApprovalRule;
import java.util.Set;
import java.util.TreeSet;

/** The roles and people that a stage's rules speak of. Grows while the rules are looked at. */
record MentionedParties(Set<String> roles, Set<String> people) {
    MentionedParties() {
        this(new TreeSet<>(), new TreeSet<>());
    }

    void by(ApprovalRule rule) {
        for (ApprovalRule leaf : rule.leaves()) {
            if (leaf instanceof ApprovalRule.AtLeast some) {
                roles.add(some.role());
            } else if (leaf instanceof ApprovalRule.Person person) {
                people.add(person.name());
            }
        }
    }
}
