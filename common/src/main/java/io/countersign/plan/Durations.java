package io.countersign.plan;

import java.util.Locale;

/** Durations for people. */
final class Durations {
    private static final long MINUTE = 60_000;

    private Durations() {}

    static String text(long millis) {
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis < 2 * MINUTE
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
                : String.format(Locale.ROOT, "%d min %02d s", millis / MINUTE, millis % MINUTE / 1000);
    }
}
