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
        if (rule instanceof ApprovalRule.AtLeast some) {
            roles.add(some.role());
        } else if (rule instanceof ApprovalRule.Person person) {
            people.add(person.name());
        } else if (rule instanceof ApprovalRule.All all) {
            all.parts().forEach(this::by);
        } else if (rule instanceof ApprovalRule.Any any) {
            any.parts().forEach(this::by);
        }
    }
}
