package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;

/** The application can be put where it belongs. */
final class ApplicationCheck implements Check {
    @Override
    public String name() {
        return "application";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        if (facts.target().application().isEmpty()) {
            return CheckResult.notApplicable(name(), "the target has no application directory");
        }
        return facts.applicationObstacle()
                .map(obstacle -> CheckResult.refused(
                        name(),
                        "an application directory that can be written",
                        obstacle,
                        "Give the deploying user the right to write there."))
                .orElseGet(() -> CheckResult.passed(
                        name(),
                        "an application directory that can be written",
                        facts.target().application().get().directory().toString()));
    }
}
