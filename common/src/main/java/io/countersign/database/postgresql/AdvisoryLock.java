package io.countersign.database.postgresql;

import io.countersign.database.jdbc.LockSession;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** A session-level advisory lock on a connection of its own. */
final class AdvisoryLock implements LockSession {

    /** Has to hold as well before the lock counts as taken. */
    @FunctionalInterface
    interface Condition {
        boolean met(Connection connection) throws SQLException;
    }

    private static final String HELD_BY_ME = """
            SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_locks
             WHERE locktype = 'advisory' AND granted AND pid = pg_catalog.pg_backend_pid()
               AND classid::bigint = ? AND objid::bigint = ? AND objsubid = 1)
            """;

    private final Connection connection;
    private final long key;
    private final Condition condition;

    AdvisoryLock(Connection connection, long key, Condition condition) {
        this.connection = connection;
        this.key = key;
        this.condition = condition;
    }

    /** Cuts an application name to the 63 bytes that PostgreSQL keeps, without splitting a character. */
    static String applicationName(String purpose) {
        Function<String, Integer> bytes = text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        String name = purpose;
        while (bytes.apply(name) > 63) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return name;
    }

    @Override
    public boolean tryAcquire() throws SQLException {
        Rows.execute(connection, "SET idle_session_timeout = 0");
        return Rows.isTrue(connection, "SELECT pg_catalog.pg_try_advisory_lock(?)", key) && condition.met(connection);
    }

    @Override
    public boolean isHeld() throws SQLException {
        return Rows.isTrue(connection, HELD_BY_ME, LockKeys.high(key), LockKeys.low(key));
    }

    /** Asks for the release and does not leave it to the end of the session, which the server brings about later. */
    @Override
    public void close() {
        try (connection) {
            if (!connection.isClosed()) {
                Rows.first(connection, "SELECT pg_catalog.pg_advisory_unlock_all()", row -> true);
            }
        } catch (SQLException e) {
            // a connection that cannot be closed in order is broken, and its lock gone with it
        }
    }
}
