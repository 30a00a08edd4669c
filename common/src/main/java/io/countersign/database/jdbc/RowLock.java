package io.countersign.database.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A lock for products without named locks: a row that an open transaction on a connection of its own has changed. It is
 * never committed, so the row tells the holder to those who may read it dirtily, and is itself again when the holder
 * dies.
 */
public final class RowLock implements LockSession {

    /** Puts the row under the transaction's lock; false where another transaction has it. */
    @FunctionalInterface
    public interface Grip {
        boolean take(Connection connection) throws SQLException;
    }

    private final Connection own;
    private final String table;
    private final String scope;
    private final String purpose;
    private final Grip grip;
    private boolean taken;

    /**
     * A lock that is yet to be taken.
     *
     * @param table with the columns scope, holder and since
     */
    public RowLock(Connection own, String table, String scope, String purpose, Grip grip) {
        this.own = own;
        this.table = table;
        this.scope = scope;
        this.purpose = purpose;
        this.grip = grip;
    }

    @Override
    public boolean tryAcquire() throws SQLException {
        own.setAutoCommit(false);
        if (!grip.take(own)) {
            own.rollback();
            return false;
        }
        try (PreparedStatement update =
                own.prepareStatement("UPDATE " + table + " SET holder = ?, since = ? WHERE scope = ?")) {
            update.setString(1, purpose);
            update.setString(2, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            update.setString(3, scope);
            taken = update.executeUpdate() == 1;
        }
        return taken;
    }

    /** The own change is still to be seen, so the transaction that made it still lives. */
    @Override
    public boolean isHeld() throws SQLException {
        return taken
                && Rows.first(own, "SELECT holder FROM " + table + " WHERE scope = ?", row -> row.getString(1), scope)
                        .filter(purpose::equals)
                        .isPresent();
    }

    @Override
    public void close() {
        try (own) {
            if (!own.isClosed()) {
                own.rollback();
            }
        } catch (SQLException e) {
            // a connection that cannot be closed in order is broken, and its transaction gone with it
        }
    }
}
