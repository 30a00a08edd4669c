package io.countersign.progress;

/**
 * Where long work tells how far it is. A host draws a bar on a terminal and plain lines elsewhere; the core only reports
 * facts and never formats a bar itself.
 */
public interface Progress {

    /** What a task counts. */
    enum Unit {
        BYTES,
        FILES,
        CHANGESETS,
        ROWS,
        STEPS
    }

    /** One line about what happens now. */
    void info(String message);

    /** A line about something the user should see although it stops nothing. */
    void warn(String message);

    /**
     * Begins a task.
     *
     * @param total how many units it will take; negative where that cannot be known
     */
    Task start(String name, long total, Unit unit);

    /** A task under way. Closing it ends it, also half-way. Safe for use by several threads. */
    interface Task extends AutoCloseable {
        void advance(long units);

        /** Rows that came along with what is counted, to be told beside it; before the {@link #advance} that they belong to. */
        default void rows(long more) {
            // most tasks move none
        }

        @Override
        void close();
    }

    /** Says nothing. */
    static Progress silent() {
        return SilentProgress.INSTANCE;
    }
}
