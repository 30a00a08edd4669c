package io.countersign.ledger;

import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.Stage;
import java.time.Duration;
import java.time.Instant;

/**
 * How long others were kept out of a target, as its ledger tells: from the record before the freeze to the record behind it.
 *
 * @param mode what they could not do meanwhile; never {@code NONE}
 * @param from an ISO 8601 instant in UTC
 * @param until an ISO 8601 instant in UTC
 */
public record Interruption(Stage.Freeze mode, String from, String until) {

    public long millis() {
        return Duration.between(Instant.parse(from), Instant.parse(until)).toMillis();
    }

    /** For people: {@code 840 ms, from 2026-11-21T15:04:05.120Z: others can only read}. */
    @Override
    public String toString() {
        return millis() + " ms, from " + from + ": " + FreezePolicy.effect(mode);
    }
}
