package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.gate.GateFacts.JudgedReceipt;
import java.util.Optional;

/** The change was rehearsed from the very schema that it starts from here. */
final class RehearsalCheck implements Check {
    @Override
    public String name() {
        return "rehearsal";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        if (!facts.stage().rehearsed() || facts.path().predecessor(facts.stage()).isEmpty()) {
            return CheckResult.notApplicable(name(), "the policy asks for no rehearsal");
        }
        Optional<JudgedReceipt> rehearsal = facts.rehearsal();
        if (rehearsal.isEmpty()) {
            return CheckResult.refused(
                    name(), "a rehearsal", "there is no good receipt of one", "See the check previous-stage.");
        }
        String now = facts.inventory().fingerprint().toString();
        String then = rehearsal.get().receipt().before().toString();
        String where = rehearsal.get().receipt().stage();
        if (now.equals(then)) {
            return CheckResult.passed(name(), "the schema " + where + " started from", "schema " + now.substring(0, 12));
        }
        return CheckResult.refused(
                name(),
                "schema " + then.substring(0, 12) + ", from which " + where + " started",
                "schema " + now.substring(0, 12),
                "Bring " + where + " to the state of this stage (clone it), and deploy there again.");
    }
}
