package io.countersign.it.core;

import io.countersign.progress.Progress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Counts the moments of an operation and does something at one of them: every message, the end of every task, every
 * changeset, and the first bytes of every copy.
 */
class Moments implements Progress {
    private final int chosen;
    private final Consumer<String> deed;
    private final AtomicInteger passed = new AtomicInteger();

    Moments(int chosen, Consumer<String> deed) {
        this.chosen = chosen;
        this.deed = deed;
    }

    private void pass(String what) {
        if (passed.incrementAndGet() == chosen) {
            deed.accept(what);
        }
    }

    @Override
    public void info(String message) {
        pass(message);
    }

    @Override
    public void warn(String message) {
        pass(message);
    }

    @Override
    public Task start(String name, long total, Unit unit) {
        AtomicInteger steps = new AtomicInteger();
        return new Task() {
            @Override
            public void advance(long units) {
                int step = steps.incrementAndGet();
                if (unit != Unit.BYTES || step == 1) {
                    pass(name + ", step " + step);
                }
            }

            @Override
            public void close() {
                pass("end: " + name);
            }
        };
    }
}
