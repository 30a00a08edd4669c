package io.countersign.database;

/**
 * The session-level lock of one target. It lives in a connection of its own and dies with it, so a killed process leaves
 * none behind.
 */
public interface DatabaseLock extends AutoCloseable {

    /** Whether the connection that holds the lock still lives; asked before every step that can't be undone. */
    boolean isHeld();

    @Override
    void close();
}
