package io.countersign.maven;

import io.countersign.progress.Progress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.maven.plugin.logging.Log;

/** Progress as lines of the log: at most one every two seconds, so that a build server's log stays readable. */
final class LogProgress implements Progress {
    private static final long INTERVAL_NANOS = 2_000_000_000L;

    private final Log log;

    LogProgress(Log log) {
        this.log = log;
    }

    @Override
    public void info(String message) {
        log.info(message);
    }

    @Override
    public void warn(String message) {
        log.warn(message);
    }

    @Override
    public Task start(String name, long total, Unit unit) {
        return new LogTask(name, total, unit);
    }

    private final class LogTask implements Task {
        private final String name;
        private final long total;
        private final Unit unit;
        private final long begun = System.nanoTime();
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong shown = new AtomicLong(begun);

        LogTask(String name, long total, Unit unit) {
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
                log.info(name + ": " + amount(sum) + rest(sum, now));
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
