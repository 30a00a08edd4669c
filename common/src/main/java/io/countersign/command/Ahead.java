package io.countersign.command;

import io.countersign.problem.Awaited;
import io.countersign.problem.CountersignException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Something that is begun before it is needed, on another thread, because what is done meanwhile waits for a database.
 * Nobody has to wait for work whose result turns out not to be needed: it only reads.
 */
final class Ahead<T> {
    private final String name;
    private final FutureTask<T> task;
    private final AtomicBoolean begun = new AtomicBoolean();

    private Ahead(String name, Supplier<T> work) {
        this.name = name;
        this.task = new FutureTask<>(work::get);
    }

    /** Begun now. */
    static <T> Ahead<T> of(String name, Supplier<T> work) {
        Ahead<T> ahead = later(name, work);
        ahead.begin();
        return ahead;
    }

    /** To be begun once it is sure that it will be needed. */
    static <T> Ahead<T> later(String name, Supplier<T> work) {
        return new Ahead<>(name, work);
    }

    /**
     * What each gives, in their order.
     *
     * @param atOnce how many are under way at the same time at most
     */
    static <T> List<T> all(List<Ahead<T>> works, int atOnce) {
        List<T> results = new ArrayList<>();
        for (int next = 0; next < works.size(); next++) {
            works.subList(next, Math.min(next + atOnce, works.size())).forEach(Ahead::begin);
            results.add(works.get(next).get());
        }
        return results;
    }

    /** Does nothing where it is begun already. */
    void begin() {
        if (begun.compareAndSet(false, true)) {
            Thread thread = new Thread(task, "countersign-" + name);
            // Liquibase looks up services by it, and a host such as Maven has one for each plugin
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Does something else meanwhile. Where both fail, it is told why this work did. */
    <R> R meanwhile(Supplier<R> other) {
        try {
            return other.get();
        } catch (CountersignException e) {
            get();
            throw e;
        }
    }

    /** Waits for the result, and begins before that where nobody has; throws what the work threw. */
    T get() {
        begin();
        return Awaited.result(task);
    }
}
