package io.countersign.plan;

import io.countersign.gate.GateFacts;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.Rehearsal;
import io.countersign.plan.RunbookStep.Timing;
import io.countersign.signature.Judged;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long things took where they were tried: in a rehearsal on a copy of the very target, or else in the stage before.
 *
 * @param rehearsal how long the rehearsal itself took
 */
public record Timings(Optional<Timing> rehearsal, Optional<Timing> deployment, Optional<Timing> wayBack) {

    public static Timings of(GateFacts facts) {
        return Rehearsals.latest(facts.release(), facts.stage(), facts.target())
                .map(rehearsal -> of(rehearsal, facts))
                .orElseGet(() -> new Timings(
                        Optional.empty(),
                        facts.rehearsal().map(Judged::predicate).map(Timings::of),
                        Optional.empty()));
    }

    private static Timings of(Rehearsal rehearsal, GateFacts facts) {
        boolean same = rehearsal.before().equals(facts.inventory().fingerprint());
        String where = "in a rehearsal on a copy of " + rehearsal.stage() + "/" + rehearsal.target() + " at "
                + rehearsal.finishedAt() + (same ? "" : ", when its schema was another one");
        return new Timings(
                Optional.of(new Timing(span(rehearsal.startedAt(), rehearsal.finishedAt()), where)),
                Optional.of(new Timing(Rehearsal.millis(rehearsal.deployment()), where)),
                Optional.of(new Timing(Rehearsal.millis(rehearsal.wayBack()), where)));
    }

    private static Timing of(Receipt receipt) {
        return new Timing(
                span(receipt.startedAt(), receipt.finishedAt()),
                "in " + receipt.stage() + "/" + receipt.target() + " at " + receipt.finishedAt()
                        + ", without backup and application");
    }

    private static long span(String from, String until) {
        return Duration.between(Instant.parse(from), Instant.parse(until)).toMillis();
    }
}
