package io.countersign.database.jdbc;

import java.sql.SQLException;

/** A connection of its own that tries for a lock, keeps it and loses it when it ends. */
public interface LockSession extends AutoCloseable {

    /** Tries once, without waiting. */
    boolean tryAcquire() throws SQLException;

    /** Asks the server whether this very session holds the lock now. */
    boolean isHeld() throws SQLException;

    /** Ends the session and with it the lock. */
    @Override
    void close();
}
