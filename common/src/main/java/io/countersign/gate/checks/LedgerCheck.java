package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.ledger.Receipt;
import io.countersign.signature.Judged;
import java.util.Optional;

/** The chain of everything done to the target is whole, and no receipt at hand speaks of a record it lacks. */
final class LedgerCheck implements Check {
    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        if (facts.ledgerProblem().isPresent()) {
            return CheckResult.refused(
                    name(),
                    "an unbroken chain",
                    facts.ledgerProblem().get().found(),
                    facts.ledgerProblem().get().remedy());
        }
        if (!facts.underControl() && !facts.inventory().isEmpty()) {
            return CheckResult.refused(
                    name(),
                    "a ledger, or an empty database",
                    "no ledger, and " + facts.inventory().objects().size() + " objects in the schema",
                    "Run countersign:baseline once to take the database under control.");
        }
        if (facts.underControl()
                && facts.history().isEmpty()
                && !facts.inventory().isEmpty()) {
            return CheckResult.refused(
                    name(),
                    "records, or an empty database",
                    "an empty ledger, and " + facts.inventory().objects().size() + " objects in the schema",
                    "If its records were deleted, find out by whom; countersign:baseline begins anew.");
        }
        Optional<Judged<Receipt>> lost = facts.receipts().stream()
                .filter(judged -> judged.counts()
                        && judged.predicate().stage().equals(facts.stage().name())
                        && judged.predicate().target().equals(facts.target().name())
                        && !facts.history().contains(judged.predicate().ledger()))
                .findFirst();
        if (lost.isPresent()) {
            return CheckResult.refused(
                    name(),
                    "record " + lost.get().predicate().ledger().seq() + ", of which a signed receipt speaks",
                    "the ledger does not have it: it was cut, or this is another database",
                    "Find out which database this is, and what became of its ledger.");
        }
        return facts.underControl()
                ? CheckResult.passed(
                        name(), "an unbroken chain", facts.history().head().seq() + " records, unbroken")
                : CheckResult.passed(name(), "a ledger, or an empty database", "an empty database");
    }
}
