package io.countersign.release;

import io.countersign.problem.Awaited;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Does one piece of work at a time beside its caller, in the order given: hashing is what bounds sealing and opening, and one
 * core cannot do it fast enough. A caller that fills two buffers in turn never touches one that is still being worked on.
 */
final class SecondThread implements AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "countersign-hashing");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable Future<?> running;

    /** Waits for the work before this, then begins. Throws what the work before threw. */
    void begin(Runnable work) {
        await();
        running = executor.submit(work);
    }

    /** Waits until all work is done; throws what it threw. */
    void await() {
        Future<?> awaited = running;
        if (awaited == null) {
            return;
        }
        running = null;
        Awaited.result(awaited);
    }

    /** Work under way is not waited for: whoever closes early has failed already. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
