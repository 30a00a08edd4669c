package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;

/** Nothing that began before is still without an end. */
final class InterruptedCheck implements Check {
    @Override
    public String name() {
        return "interrupted";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        return facts.history()
                .open()
                .map(
                        open -> CheckResult.refused(
                                name(),
                                "no operation without an end",
                                open.started().action() + " " + open.started().operation() + ", begun "
                                        + open.record().at() + " by "
                                        + open.record().by() + ", did not end",
                                "If it is not running any more, run countersign:recover (countersign:deploy does so by itself)."))
                .orElseGet(() -> CheckResult.passed(name(), "no operation without an end", "none"));
    }
}
