package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.promotion.FreezePolicy;

/** A stage that asks for others to be kept out is not deployed to unless they can be. */
final class FreezeCheck implements Check {
    @Override
    public String name() {
        return "freeze";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        FreezePolicy policy = facts.stage().deployment().freeze();
        if (policy.isNone()) {
            return CheckResult.notApplicable(name(), "the stage lets others go on");
        }
        String expected = "others kept out (" + policy.word() + ")";
        return facts.freezeObstacle()
                .map(obstacle -> CheckResult.refused(name(), expected, obstacle.found(), obstacle.remedy()))
                .orElseGet(() -> CheckResult.passed(name(), expected, "they can be"));
    }
}
