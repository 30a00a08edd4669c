package io.countersign.progress;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Progress on a terminal: a bar in the last line, drawn over itself several times a second, and messages above it. Where
 * several tasks are under way, the one that began last is shown.
 */
public final class BarProgress implements Progress {
    private static final long INTERVAL_NANOS = 100_000_000L;
    private static final int CELLS = 20;

    private final Consumer<String> info;
    private final Consumer<String> warning;
    private final Consumer<String> terminal;
    private final int width;
    private final LongSupplier nanos;

    private Optional<BarTask> current = Optional.empty();
    private int drawn;
    private long drawnAt;

    /**
     * @param info takes ordinary lines, {@code warning} those that the user should see
     * @param terminal takes text as it is, without a line's end
     * @param width in characters, beyond which a terminal would begin another line
     */
    public BarProgress(Consumer<String> info, Consumer<String> warning, Consumer<String> terminal, int width) {
        this(info, warning, terminal, width, System::nanoTime);
    }

    /** @param nanos the time */
    BarProgress(
            Consumer<String> info, Consumer<String> warning, Consumer<String> terminal, int width, LongSupplier nanos) {
        this.info = info;
        this.warning = warning;
        this.terminal = terminal;
        this.width = width;
        this.nanos = nanos;
    }

    @Override
    public synchronized void info(String message) {
        above(() -> info.accept(message));
    }

    @Override
    public synchronized void warn(String message) {
        above(() -> warning.accept(message));
    }

    private void above(Runnable message) {
        erase();
        message.run();
        current.ifPresent(this::draw);
    }

    @Override
    public synchronized Task start(String name, long total, Unit unit) {
        BarTask task = new BarTask(name, new Tally(total, unit, nanos.getAsLong()));
        current = Optional.of(task);
        return task;
    }

    private synchronized void advanced(BarTask task) {
        if (current.filter(task::equals).isPresent() && nanos.getAsLong() - drawnAt >= INTERVAL_NANOS) {
            draw(task);
        }
    }

    private synchronized void ended(BarTask task) {
        if (current.filter(task::equals).isPresent()) {
            current = Optional.empty();
            erase();
        }
    }

    private void draw(BarTask task) {
        drawnAt = nanos.getAsLong();
        String line = task.line(drawnAt);
        String fitting = line.substring(0, Math.min(line.length(), width - 1));
        terminal.accept("\r" + fitting + " ".repeat(Math.max(0, drawn - fitting.length())));
        drawn = fitting.length();
    }

    private void erase() {
        if (drawn > 0) {
            terminal.accept("\r" + " ".repeat(drawn) + "\r");
            drawn = 0;
        }
    }

    private final class BarTask implements Task {
        private final String name;
        private final Tally tally;

        BarTask(String name, Tally tally) {
            this.name = name;
            this.tally = tally;
        }

        String line(long now) {
            int full = (int) (tally.part() * CELLS);
            return name + " [" + "#".repeat(full) + ".".repeat(CELLS - full) + "] " + tally.amount() + tally.pace(now);
        }

        @Override
        public void advance(long units) {
            tally.advance(units);
            advanced(this);
        }

        @Override
        public void rows(long more) {
            tally.rows(more);
        }

        @Override
        public void close() {
            ended(this);
        }
    }
}
