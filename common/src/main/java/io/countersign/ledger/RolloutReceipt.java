package io.countersign.ledger;

import io.countersign.database.Fingerprint;
import io.countersign.release.Digest;
import io.countersign.signature.Predicate;
import java.util.Comparator;
import java.util.List;

/**
 * "This release is on all these targets of this stage", as one statement that sums up the targets' own receipts.
 *
 * @param without targets that were left out on purpose
 * @param finishedAt when the last of the targets was deployed to
 */
public record RolloutReceipt(
        String application,
        String version,
        String stage,
        List<Line> targets,
        List<String> without,
        String finishedAt,
        String tool)
        implements Predicate {
    public static final String TYPE = "https://countersign.io/rollout/v1";

    public RolloutReceipt {
        targets = List.copyOf(targets);
        without = List.copyOf(without);
    }

    /** One target. */
    public record Line(
            String target, String operation, String finishedAt, Fingerprint after, Digest policy, LedgerHead ledger) {

        /** What a summary says of a target by its receipt. */
        public static Line of(Receipt receipt) {
            return new Line(
                    receipt.target(),
                    receipt.operation(),
                    receipt.finishedAt(),
                    receipt.after(),
                    receipt.policy(),
                    receipt.ledger());
        }
    }

    /** @param receipts of all targets, at least one */
    public static RolloutReceipt of(List<Receipt> receipts, List<String> without, String tool) {
        Receipt last = receipts.stream()
                .max(Comparator.comparing(Receipt::finishedAt, IsoTime.ORDER))
                .orElseThrow();
        return new RolloutReceipt(
                last.application(),
                last.version(),
                last.stage(),
                receipts.stream().map(Line::of).toList(),
                without,
                last.finishedAt(),
                tool);
    }

    @Override
    public String type() {
        return TYPE;
    }
}
