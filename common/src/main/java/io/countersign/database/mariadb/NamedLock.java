package io.countersign.database.mariadb;

import io.countersign.database.jdbc.LockSession;
import io.countersign.database.jdbc.Rows;
import io.countersign.release.Digest;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A lock by {@code GET_LOCK} on a connection of its own. Beside it the working connection takes a second one: a statement
 * that outlives a killed client keeps others out until it ends.
 */
final class NamedLock implements LockSession {
    private final Connection own;
    private final Connection working;
    private final String database;

    NamedLock(Connection own, Connection working, String database) {
        this.own = own;
        this.working = working;
        this.database = database;
    }

    /** Lock names belong to the whole server and have at most 64 characters. */
    static String sessionName(String database) {
        return "countersign:" + Digest.of(database).hex().substring(0, 40);
    }

    static String workName(String database) {
        return "countersign-work:" + Digest.of(database).hex().substring(0, 40);
    }

    /** Held by a client that restores, which may outlive the process that started it. */
    static String toolName(String database) {
        return "countersign-tool:" + Digest.of(database).hex().substring(0, 40);
    }

    @Override
    public boolean tryAcquire() throws SQLException {
        return take(own, sessionName(database))
                && Rows.isTrue(own, "SELECT IS_FREE_LOCK(?)", toolName(database))
                && take(working, workName(database));
    }

    private static boolean take(Connection connection, String name) throws SQLException {
        return Rows.isTrue(connection, "SELECT GET_LOCK(?, 0)", name);
    }

    static void release(Connection connection, String name) throws SQLException {
        Rows.isTrue(connection, "SELECT RELEASE_LOCK(?)", name);
    }

    @Override
    public boolean isHeld() throws SQLException {
        return Rows.isTrue(own, "SELECT IS_USED_LOCK(?) = CONNECTION_ID()", sessionName(database));
    }

    @Override
    public void close() {
        try (own) {
            if (!own.isClosed()) {
                release(own, sessionName(database));
            }
        } catch (SQLException e) {
            // a connection that cannot be closed in order is broken, and its lock gone with it
        }
    }
}
