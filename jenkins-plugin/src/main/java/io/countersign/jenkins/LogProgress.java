package io.countersign.jenkins;

import io.countersign.progress.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Progress as lines of the build log: at most one a task every two seconds. */
final class LogProgress implements Progress {
    private static final long INTERVAL_NANOS = 2_000_000_000L;

    private final PrintStream log;

    LogProgress(PrintStream log) {
        this.log = log;
    }

    @Override
    public void info(String message) {
        log.println(message);
    }

    @Override
    public void warn(String message) {
        log.println("WARNING: " + message);
    }

    @Override
    public Task start(String name, long total, Unit unit) {
        return new LogTask(name, total, unit);
    }

    private final class LogTask implements Task {
        private final String name;
        private final long total;
        private final Unit unit;
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong shown = new AtomicLong(System.nanoTime());

        LogTask(String name, long total, Unit unit) {
            this.name = name;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public void advance(long units) {
            long sum = done.addAndGet(units);
            long now = System.nanoTime();
            long last = shown.get();
            if (now - last > INTERVAL_NANOS && shown.compareAndSet(last, now)) {
                String of = total > 0 ? " of " + total + " (" + sum * 100 / total + " %)" : "";
                log.println(name + ": " + sum + of + " " + unit.name().toLowerCase(Locale.ROOT));
            }
        }

        @Override
        public void close() {
            // the line that follows tells the end
        }
    }
}
