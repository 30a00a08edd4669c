package io.countersign.progress;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Progress as lines of a log: at most one a task every two seconds, so that a build server's log stays readable. */
public final class LineProgress implements Progress {
    private static final long INTERVAL_NANOS = 2_000_000_000L;

    private final Consumer<String> info;
    private final Consumer<String> warning;

    private final LongSupplier nanos;

    /** @param info takes ordinary lines, {@code warning} those that the user should see */
    public LineProgress(Consumer<String> info, Consumer<String> warning) {
        this(info, warning, System::nanoTime);
    }

    /** @param nanos the time */
    LineProgress(Consumer<String> info, Consumer<String> warning, LongSupplier nanos) {
        this.info = info;
        this.warning = warning;
        this.nanos = nanos;
    }

    @Override
    public void info(String message) {
        info.accept(message);
    }

    @Override
    public void warn(String message) {
        warning.accept(message);
    }

    @Override
    public Task start(String name, long total, Unit unit) {
        return new LineTask(name, total, unit);
    }

    private final class LineTask implements Task {
        private final String name;
        private final long total;
        private final Unit unit;
        private final long begun = nanos.getAsLong();
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong shown = new AtomicLong(begun);

        LineTask(String name, long total, Unit unit) {
            this.name = name;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public void advance(long units) {
            long now = nanos.getAsLong();
            long sum = done.addAndGet(units);
            long last = shown.get();
            if (now - last > INTERVAL_NANOS && shown.compareAndSet(last, now)) {
                info.accept(name + ": " + amount(sum) + rest(sum, now));
            }
        }

        private String amount(long sum) {
            String of = total > 0 ? " of " + number(total) + " (" + sum * 100 / total + " %)" : "";
            String word = unit == Unit.BYTES ? "" : " " + unit.name().toLowerCase(Locale.ROOT);
            return number(sum) + of + word;
        }

        private String number(long amount) {
            return unit == Unit.BYTES
                    ? String.format(Locale.ROOT, "%.1f MB", amount / 1e6)
                    : String.format(Locale.ROOT, "%,d", amount);
        }

        private String rest(long sum, long now) {
            double seconds = (now - begun) / 1e9;
            String rate = ", " + number((long) (sum / seconds)) + "/s";
            return total <= 0 || sum <= 0
                    ? rate
                    : rate + ", " + Math.max(0, (long) (seconds * (total - sum) / sum)) + " s left";
        }

        @Override
        public void close() {
            // the line that follows tells the end
        }
    }
}
