package io.countersign.ledger;

import java.util.Comparator;

/** ISO 8601 instants in UTC, as records and statements write them. */
public final class IsoTime {
    /**
     * The earlier one first. A whole second is written without a fraction, so the texts are compared without the Z, which would
     * put it behind its own fractions. What is no time at all has some order too, rather than an exception of its own.
     */
    public static final Comparator<String> ORDER =
            Comparator.comparing(time -> time.endsWith("Z") ? time.substring(0, time.length() - 1) : time);

    private IsoTime() {}
}
