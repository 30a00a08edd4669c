package io.countersign.command;

import io.countersign.ledger.Receipt;
import io.countersign.ledger.RolloutReceipt;
import io.countersign.signature.Judged;
import io.countersign.signature.SignedRelease;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges the summaries of a stage's rollouts: each has to be signed as receipts are, and to say of every target what a receipt of
 * that target says that counts.
 */
record SummaryJudgement(SignedRelease release, String stage, String role) {

    List<Judged<RolloutReceipt>> all() {
        Set<RolloutReceipt.Line> receipts = release.judge(Receipt.class, role).stream()
                .filter(Judged::counts)
                .map(Judged::predicate)
                .filter(receipt -> receipt.stage().equals(stage))
                .map(RolloutReceipt.Line::of)
                .collect(Collectors.toSet());
        return release.judge(RolloutReceipt.class, role).stream()
                .filter(judged -> judged.predicate().stage().equals(stage))
                .map(judged -> compared(judged, receipts))
                .toList();
    }

    private static Judged<RolloutReceipt> compared(Judged<RolloutReceipt> summary, Set<RolloutReceipt.Line> receipts) {
        List<String> unproved = summary.predicate().targets().stream()
                .filter(line -> !receipts.contains(line))
                .map(RolloutReceipt.Line::target)
                .toList();
        return summary.counts() && !unproved.isEmpty()
                ? summary.refused("no receipt that counts says the same of " + String.join(", ", unproved))
                : summary;
    }
}
