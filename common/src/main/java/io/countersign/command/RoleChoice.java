package io.countersign.command;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.PromotionPath;
import io.countersign.signature.Keyrings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the role that a key can act in under a rule. */
final class RoleChoice {
    private RoleChoice() {}

    /**
     * @param wanted the role that the user named
     * @throws CountersignException KEY_UNKNOWN where the key belongs to none of the rule's roles; PARAMETER_MISSING where it
     *     belongs to several and none was named
     */
    static String of(
            ApprovalRule rule,
            PromotionPath path,
            Keyrings keyrings,
            String fingerprint,
            Optional<String> wanted,
            String stage) {
        Set<String> asked = new TreeSet<>();
        boolean byName = collect(rule, path, fingerprint, asked);
        List<String> own = keyrings.roles().entrySet().stream()
                .filter(role -> role.getValue().person(fingerprint).isPresent())
                .map(java.util.Map.Entry::getKey)
                .filter(role -> byName || asked.contains(role))
                .filter(role -> wanted.isEmpty() || wanted.get().equals(role))
                .toList();
        if (own.isEmpty()) {
            throw CountersignException.problem(ProblemCode.KEY_UNKNOWN)
                    .found(
                            "%s",
                            "The key " + fingerprint + " counts for nothing that stage " + stage + " asks for"
                                    + wanted.map(role -> " as " + role).orElse("") + ".")
                    .expected("a key under the rule \"%s\".", rule.text())
                    .remedy(
                            "Use the right key, or have yours added to a role in stages.yml (a change that has to be approved itself).")
                    .build();
        }
        if (own.size() > 1) {
            throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                    .found("The key belongs to the roles %s.", String.join(", ", own))
                    .expected("one of them.")
                    .remedy("Name it by -Dcountersign.role=ROLE.")
                    .build();
        }
        return own.get(0);
    }

    /** Collects the roles that a rule asks for; says whether it asks for this very person by name. */
    private static boolean collect(ApprovalRule rule, PromotionPath path, String fingerprint, Set<String> roles) {
        if (rule instanceof ApprovalRule.AtLeast some) {
            roles.add(some.role());
            return false;
        }
        if (rule instanceof ApprovalRule.Person person) {
            return fingerprint.equals(path.people().get(person.name()));
        }
        List<ApprovalRule> parts = List.of();
        if (rule instanceof ApprovalRule.All all) {
            parts = all.parts();
        } else if (rule instanceof ApprovalRule.Any any) {
            parts = any.parts();
        }
        boolean named = false;
        for (ApprovalRule part : parts) {
            named |= collect(part, path, fingerprint, roles);
        }
        return named;
    }
}
