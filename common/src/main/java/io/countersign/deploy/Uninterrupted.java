package io.countersign.deploy;

import java.util.function.Supplier;

/** Whoever asked to stop wants the way back to be gone to its end; that they asked is remembered. */
final class Uninterrupted {
    private Uninterrupted() {}

    static <T> T get(Supplier<T> work) {
        boolean asked = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (asked) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
