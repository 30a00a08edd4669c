package io.countersign.gate.checks;

import io.countersign.database.ChangeRunner.Altered;
import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.promotion.Stage;
import java.util.List;

/** What Liquibase would apply can be applied, in the way that the stage allows. */
final class ChangesCheck implements Check {
    @Override
    public String name() {
        return "changes";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        List<Altered> altered = facts.pending().altered();
        if (!altered.isEmpty()) {
            Altered first = altered.get(0);
            return CheckResult.refused(
                    name(),
                    "applied changesets with the checksums they were applied with",
                    altered.size() + " changed since, the first: " + first.id() + " (was " + first.recorded() + ", is "
                            + first.now() + ")",
                    "Put the old changeset back and add a new one, or give it a validCheckSum.");
        }
        boolean divided = facts.transactionalDdl() && !facts.pending().transactional();
        int count = facts.pending().pending().size();
        if (divided && facts.stage().deployment().outsideTransaction() == Stage.OutsideTransaction.REFUSE) {
            return CheckResult.refused(
                    name(),
                    "changesets that all run in one transaction",
                    "some run outside it (runInTransaction=false)",
                    "Allow a phase of their own by outside-transaction: phase in stages.yml.");
        }
        return CheckResult.passed(
                name(),
                "changesets that can be applied",
                count + " to apply, " + facts.pending().appliedBefore().size() + " applied before"
                        + (divided ? "; some run outside the transaction" : ""));
    }
}
