package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.promotion.ApprovalRule;
import io.countersign.signature.Judged;
import java.util.stream.Collectors;

/** Everybody who has to agree has signed. */
final class ApprovalsCheck implements Check {
    @Override
    public String name() {
        return "approvals";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        String rule = facts.stage().entry().approvals().text();
        if (facts.stage().entry().approvals() instanceof ApprovalRule.Nobody) {
            return CheckResult.notApplicable(name(), "the stage asks for no approval");
        }
        String signed = facts.approved().counted().stream()
                .map(judged -> judged.person().userId() + " (" + judged.role() + ")")
                .collect(Collectors.joining(", "));
        if (facts.approved().satisfied()) {
            return CheckResult.passed(name(), rule, signed);
        }
        String refused = facts.approvals().stream()
                .filter(judged -> !judged.counts())
                .map(ApprovalsCheck::describe)
                .collect(Collectors.joining("; "));
        return CheckResult.refused(
                name(),
                rule,
                "missing: " + facts.approved().missing() + (signed.isEmpty() ? "" : "; signed: " + signed)
                        + (refused.isEmpty() ? "" : "; does not count: " + refused),
                "Ask for the missing approvals: mvn countersign:approve -Dcountersign.stage="
                        + facts.stage().name() + ".");
    }

    private static String describe(Judged<?> judged) {
        String who = judged.person().userId().isEmpty()
                ? "somebody"
                : judged.person().userId();
        return who + ": " + judged.reason();
    }
}
