package io.countersign.jenkins.agent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The commands that run in this process, an agent's, so that another request of the same controller can stop one. Cancelling
 * the request itself would end the step on the controller at once, and nobody would hear whether the target is as it was.
 */
final class RunningCommands {
    private static final Map<String, Thread> RUNNING = new HashMap<>();
    private static final Set<String> STOPPED = new HashSet<>();

    private RunningCommands() {}

    /** Says that this thread works on the command until the result is closed. */
    static Running enter(String token) {
        synchronized (RUNNING) {
            RUNNING.put(token, Thread.currentThread());
            if (STOPPED.remove(token)) {
                Thread.currentThread().interrupt();
            }
        }
        return () -> leave(token);
    }

    private static void leave(String token) {
        synchronized (RUNNING) {
            RUNNING.remove(token);
            // this thread goes back to a pool; what was meant for the command must not reach the next one
            Thread.interrupted();
        }
    }

    /** Stops the command, or keeps it from beginning where the request to stop overtook it. */
    static void stop(String token) {
        synchronized (RUNNING) {
            Thread thread = RUNNING.get(token);
            if (thread == null) {
                STOPPED.add(token);
            } else {
                thread.interrupt();
            }
        }
    }

    /** A command that runs. */
    interface Running extends AutoCloseable {
        @Override
        void close();
    }
}
