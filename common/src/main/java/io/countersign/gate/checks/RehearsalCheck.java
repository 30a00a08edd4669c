package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.ledger.Receipt;
import io.countersign.signature.Judged;
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
        if (!facts.stage().entry().rehearsed()
                || facts.path().predecessor(facts.stage()).isEmpty()) {
            return CheckResult.notApplicable(name(), "the policy asks for no rehearsal");
        }
        Optional<Judged<Receipt>> rehearsal = facts.rehearsal();
        if (rehearsal.isEmpty()) {
            return CheckResult.refused(
                    name(), "a rehearsal", "there is no good receipt of one", "See the check previous-stage.");
        }
        String now = facts.inventory().fingerprint().digest().abbreviated();
        String then = rehearsal.get().predicate().before().digest().abbreviated();
        String where = rehearsal.get().predicate().stage();
        if (facts.inventory().fingerprint().equals(rehearsal.get().predicate().before())) {
            return CheckResult.passed(name(), "the schema " + where + " started from", "schema " + now);
        }
        return CheckResult.refused(
                name(),
                "schema " + then + ", from which " + where + " started",
                "schema " + now,
                "Bring " + where + " to the state of this stage (clone it), and deploy there again.");
    }
}
