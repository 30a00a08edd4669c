package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;

/** A check that cannot be answered yet, for those who look at the gate before it is asked in earnest. */
record LaterCheck(Check check, String why) implements Check {
    @Override
    public String name() {
        return check.name();
    }

    @Override
    public boolean liftable() {
        return check.liftable();
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        return CheckResult.notApplicable(name(), why);
    }
}
