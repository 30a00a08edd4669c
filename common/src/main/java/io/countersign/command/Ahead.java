package io.countersign.command;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Something that is begun before it is needed, on another thread, because what is done meanwhile waits for a database.
 * Nobody has to wait for work whose result turns out not to be needed: it only reads.
 */
final class Ahead<T> {
    private final CompletableFuture<T> future = new CompletableFuture<>();

    private Ahead() {}

    /** @param work must only read */
    static <T> Ahead<T> of(String name, Supplier<T> work) {
        Ahead<T> ahead = new Ahead<>();
        // Liquibase and Jackson look up services by it, and a host such as Maven has one for each plugin
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Thread thread = new Thread(() -> ahead.run(work), "countersign-" + name);
        thread.setContextClassLoader(loader);
        thread.setDaemon(true);
        thread.start();
        return ahead;
    }

    private void run(Supplier<T> work) {
        try {
            future.complete(work.get());
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
    }

    /** Waits for the result; throws what the work threw. */
    T get() {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("The command was asked to stop.")
                    .remedy("Begin again.")
                    .causedBy(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a Supplier cannot throw this", e);
        } catch (CancellationException e) {
            throw new IllegalStateException("nobody cancels", e);
        }
    }
}
