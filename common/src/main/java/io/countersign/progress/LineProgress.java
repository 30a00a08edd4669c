package io.countersign.progress;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Progress as lines of a log: at most one a task every two seconds, so that a build server's log stays readable. */
public final class LineProgress implements Progress {
    private static final long INTERVAL_NANOS = 2_000_000_000L;

    private final Consumer<String> info;
    private final Consumer<String> warning;

    /** @param info takes ordinary lines, {@code warning} those that the user should see */
    public LineProgress(Consumer<String> info, Consumer<String> warning) {
        this.info = info;
        this.warning = warning;
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
        private final long begun = System.nanoTime();
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong shown = new AtomicLong(begun);

        LineTask(String name, long total, Unit unit) {
            this.name = name;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public void advance(long units) {
            long now = System.nanoTime();
            long sum = done.addAndGet(units);
            long last = shown.get();
            if (now - last > INTERVAL_NANOS && shown.compareAndSet(last, now)) {
                info.accept(name + ": " + amount(sum) + rest(sum, now));
            }
        }

        private String amount(long sum) {
            String of = total > 0 ? " of " + number(total) + " (" + sum * 100 / total + " %)" : "";
            return number(sum) + of + " " + unit.name().toLowerCase(Locale.ROOT);
        }

        private String number(long amount) {
            return unit == Unit.BYTES
                    ? String.format(Locale.ROOT, "%.1f MB", amount / 1e6)
                    : String.format(Locale.ROOT, "%,d", amount);
        }

        private String rest(long sum, long now) {
            if (total <= 0 || sum <= 0) {
                return "";
            }
            long seconds = (long) ((now - begun) / 1e9 * (total - sum) / sum);
            return ", " + seconds + " s left";
        }

        @Override
        public void close() {
            // the line that follows tells the end
        }
    }
}
