package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import java.util.stream.Collectors;

/** The rules are the ones this target knows, or those who made them agreed to the new ones. */
final class PolicyCheck implements Check {
    @Override
    public String name() {
        return "policy-pinned";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        if (facts.ledgerProblem().isPresent()) {
            return CheckResult.refused(
                    name(), "the policy recorded in the ledger", "the ledger cannot be read", "See the check ledger.");
        }
        if (facts.history().policy().isEmpty()) {
            return CheckResult.passed(
                    name(), "the policy of the first deployment", "none is recorded yet; this one will be");
        }
        return facts.policyChange()
                .map(this::changed)
                .orElseGet(() -> CheckResult.passed(
                        name(),
                        "the recorded policy",
                        "policy " + facts.policy().digest().abbreviated()));
    }

    private CheckResult changed(GateFacts.PolicyChange change) {
        String differences = String.join("; ", change.differences());
        return change.approved().satisfied()
                ? CheckResult.passed(
                        name(), "the recorded policy, or an approved change", "an approved change: " + differences)
                : CheckResult.refused(
                        name(),
                        "the recorded policy, or a change approved under it",
                        differences + "; missing approvals of the change: "
                                + change.approved().missing() + worthless(change),
                        "Take the change of stages.yml back, or have it approved: mvn countersign:approve-policy.");
    }

    private static String worthless(GateFacts.PolicyChange change) {
        return change.statements().stream()
                .filter(judged -> !judged.counts())
                .map(judged -> "; " + judged.fileName() + " does not count: " + judged.reason())
                .distinct()
                .collect(Collectors.joining());
    }
}
