package io.countersign.database.h2;

import io.countersign.database.jdbc.LockSession;
import java.sql.SQLException;

/** Stands for the lock while the working connection is the only one that the database lets in. */
record ExclusiveLock(H2Target target) implements LockSession {
    @Override
    public boolean tryAcquire() {
        return true;
    }

    @Override
    public boolean isHeld() throws SQLException {
        return target.isExclusive();
    }

    @Override
    public void close() {
        // the working connection ends by itself
    }
}
