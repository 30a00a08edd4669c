package io.countersign.progress;

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
        private final Tally tally;
        private final AtomicLong shown;

        LineTask(String name, long total, Unit unit) {
            long now = nanos.getAsLong();
            this.name = name;
            this.tally = new Tally(total, unit, now);
            this.shown = new AtomicLong(now);
        }

        @Override
        public void advance(long units) {
            long now = nanos.getAsLong();
            tally.advance(units);
            long last = shown.get();
            if (now - last > INTERVAL_NANOS && shown.compareAndSet(last, now)) {
                info.accept(name + ": " + tally.amount() + tally.pace(now));
            }
        }

        @Override
        public void rows(long more) {
            tally.rows(more);
        }

        @Override
        public void close() {
            // the line that follows tells the end
        }
    }
}
