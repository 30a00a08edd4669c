package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;

/** Nobody else works on the target. */
final class LockCheck implements Check {
    @Override
    public String name() {
        return "lock";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        return facts.lockHolder()
                .map(holder -> CheckResult.refused(
                        name(), "a free lock", holder, "Wait until it is done; the lock ends with its connection."))
                .orElseGet(() -> CheckResult.passed(name(), "a free lock", "free, or held by this operation"));
    }
}
