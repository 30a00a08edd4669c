package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import java.util.List;

/** Nobody has changed the schema behind the back of the ledger. */
final class DriftCheck implements Check {
    @Override
    public String name() {
        return "drift";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        if (facts.history().standing().fingerprint().isEmpty()) {
            return CheckResult.notApplicable(name(), "nothing is recorded yet to compare with");
        }
        List<String> drift = facts.drift();
        if (drift.isEmpty()) {
            return CheckResult.passed(
                    name(),
                    "the schema of the last deployment",
                    "schema " + facts.inventory().fingerprint().digest().abbreviated());
        }
        int shown = Math.min(5, drift.size());
        return CheckResult.refused(
                name(),
                "the schema of the last deployment",
                String.join(", ", drift.subList(0, shown))
                        + (drift.size() > shown ? " and " + (drift.size() - shown) + " more" : ""),
                "Take the change back by hand, or put it into a release.");
    }
}
