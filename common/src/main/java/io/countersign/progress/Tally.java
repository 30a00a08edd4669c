package io.countersign.progress;

import io.countersign.progress.Progress.Unit;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What a task has done, and in words. Safe for use by several threads; times are those of one clock, in nanoseconds. */
final class Tally {
    private final long total;
    private final Unit unit;
    private final long begun;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();

    Tally(long total, Unit unit, long begun) {
        this.total = total;
        this.unit = unit;
        this.begun = begun;
    }

    void advance(long units) {
        done.addAndGet(units);
    }

    void rows(long more) {
        rows.addAndGet(more);
    }

    /** Between 0 and 1; 0 where nobody knows how much there is. */
    double part() {
        return total <= 0 ? 0 : Math.min(1, (double) done.get() / total);
    }

    /** Amount, share and rows. */
    String amount() {
        long sum = done.get();
        String of = total > 0 ? " of " + number(total) + " (" + sum * 100 / total + " %)" : "";
        String word = unit == Unit.BYTES ? "" : " " + unit.name().toLowerCase(Locale.ROOT);
        String beside = rows.get() > 0 ? String.format(Locale.ROOT, ", %,d rows", rows.get()) : "";
        return number(sum) + of + word + beside;
    }

    /** Rate and time left. */
    String pace(long now) {
        long sum = done.get();
        double seconds = (now - begun) / 1e9;
        if (seconds <= 0) {
            return "";
        }
        String rate = ", " + number((long) (sum / seconds)) + "/s";
        return total <= 0 || sum <= 0
                ? rate
                : rate + ", " + Math.max(0, (long) (seconds * (total - sum) / sum)) + " s left";
    }

    private String number(long amount) {
        return unit == Unit.BYTES
                ? String.format(Locale.ROOT, "%.1f MB", amount / 1e6)
                : String.format(Locale.ROOT, "%,d", amount);
    }
}
