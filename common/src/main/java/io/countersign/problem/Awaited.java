package io.countersign.problem;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for work on another thread as if it were done on this one. */
public final class Awaited {
    private Awaited() {}

    /**
     * The result of work that nobody cancels; throws what the work threw.
     *
     * @param work throws no checked exceptions
     * @throws CountersignException INTERRUPTED where this thread is asked to stop; it stays interrupted
     */
    public static <T> T result(Future<T> work) {
        try {
            return work.get();
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
            throw new IllegalStateException("the work threw a checked exception", e);
        } catch (CancellationException e) {
            throw new IllegalStateException("nobody cancels", e);
        }
    }
}
