package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import java.util.List;

/** Nobody acts in two roles for one release. */
final class SeparationCheck implements Check {
    @Override
    public String name() {
        return "separation-of-duties";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        List<String> twofold = facts.release().actingInSeveralRoles();
        return twofold.isEmpty()
                ? CheckResult.passed(name(), "each person in one role", "nobody acts in two")
                : CheckResult.refused(
                        name(),
                        "each person in one role",
                        String.join(", ", twofold) + " signed in more than one role",
                        "Let different people sign; remove the approval that is too many.");
    }
}
