package io.countersign.it.core;

import io.countersign.progress.Progress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Counts the moments of an operation and does something at one of them: every message, the end of every task, every
 * changeset, and the first bytes of every copy.
 */
class Moments implements Progress {
    private final Predicate<String> chosen;
    private final Consumer<String> deed;

    private Moments(Predicate<String> chosen, Consumer<String> deed) {
        this.chosen = chosen;
        this.deed = deed;
    }

    /** @param chosen which moment, from 1 */
    Moments(int chosen, Consumer<String> deed) {
        this(counting(chosen), deed);
    }

    /** The first moment that is told in words beginning so. */
    static Moments beginning(String words, Consumer<String> deed) {
        AtomicBoolean passed = new AtomicBoolean();
        return new Moments(what -> what.startsWith(words) && !passed.getAndSet(true), deed);
    }

    /** Every moment. */
    static Moments each(Consumer<String> deed) {
        return new Moments(what -> true, deed);
    }

    private static Predicate<String> counting(int chosen) {
        AtomicInteger passed = new AtomicInteger();
        return what -> passed.incrementAndGet() == chosen;
    }

    private void pass(String what) {
        if (chosen.test(what)) {
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
