package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.ledger.Approver;
import io.countersign.ledger.Receipt;
import io.countersign.signature.Judged;
import java.util.Set;
import java.util.TreeSet;

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
        Set<String> twofold = new TreeSet<>(facts.release().actingInSeveralRoles());
        twofold.addAll(againstReceipts(facts));
        return twofold.isEmpty()
                ? CheckResult.passed(name(), "each person in one role", "nobody acts in two")
                : CheckResult.refused(
                        name(),
                        "each person in one role",
                        String.join(", ", twofold) + " signed in more than one role",
                        "Let different people sign; remove the approval that is too many.");
    }

    /** An approval that was taken out of the evidence is still named by the receipt that rested on it. */
    private static Set<String> againstReceipts(GateFacts facts) {
        Set<String> twofold = new TreeSet<>();
        for (Judged<Receipt> receipt : facts.receipts()) {
            for (Approver before : receipt.predicate().approvers()) {
                facts.approvals().stream()
                        .filter(now -> receipt.counts() && now.counts())
                        .filter(now -> now.person().fingerprint().equals(before.fingerprint()))
                        .filter(now -> !now.role().equals(before.role()))
                        .forEach(now ->
                                twofold.add(before.userId() + " (" + before.role() + " and " + now.role() + ")"));
            }
        }
        return twofold;
    }
}
