package io.countersign.plan;

import io.countersign.gate.GateFacts;
import io.countersign.ledger.Receipt;
import io.countersign.plan.RunbookStep.Timing;
import io.countersign.signature.Judged;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long things took where they were tried.
 *
 * @param deployment empty where it was not tried anywhere yet
 */
record Timings(Optional<Timing> deployment) {

    /** What the receipt of the stage before tells. */
    static Timings of(GateFacts facts) {
        return new Timings(facts.rehearsal().map(Judged::predicate).map(Timings::deployment));
    }

    private static Timing deployment(Receipt receipt) {
        return new Timing(
                Duration.between(Instant.parse(receipt.startedAt()), Instant.parse(receipt.finishedAt()))
                        .toMillis(),
                "in " + receipt.stage() + "/" + receipt.target() + " at " + receipt.finishedAt()
                        + ", without backup and application");
    }
}
