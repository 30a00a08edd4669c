package io.countersign.database.postgresql;

import io.countersign.database.jdbc.Rows;
import io.countersign.database.jdbc.TableBarrier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Share locks on the tables whose content counts. The ledger has none, so what is being done can be written down. */
final class PostgresBarrier implements TableBarrier.Product {
    private static final String BLOCKERS = """
            SELECT a.pid, pg_catalog.format('%s (user %s, process %s)', pg_catalog.quote_ident(a.application_name), a.usename, a.pid)
              FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(?)) b (pid) JOIN pg_catalog.pg_stat_activity a USING (pid)
            """;

    private final PostgresTarget target;

    PostgresBarrier(PostgresTarget target) {
        this.target = target;
    }

    @Override
    public void lock(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Rows.execute(connection, "SET lock_timeout = 0");
        Rows.execute(connection, "SET statement_timeout = 0");
        List<String> tables = PostgresContents.tables(connection);
        if (!tables.isEmpty()) {
            Rows.execute(connection, "LOCK TABLE ONLY " + String.join(", ONLY ", tables) + " IN SHARE MODE");
        }
    }

    @Override
    public long session(Connection connection) throws SQLException {
        return Rows.first(connection, "SELECT pg_catalog.pg_backend_pid()", row -> row.getLong(1))
                .orElseThrow();
    }

    @Override
    public Map<Long, String> blockers(long session) {
        return target.asked("it was asked who writes to it", connection -> {
            Map<Long, String> blockers = new TreeMap<>();
            Rows.list(connection, BLOCKERS, row -> blockers.put(row.getLong(1), row.getString(2)), (int) session);
            return blockers;
        });
    }

    @Override
    public void end(long session) {
        target.asked(
                "a session was ended",
                connection -> Rows.isTrue(connection, "SELECT pg_catalog.pg_terminate_backend(?)", (int) session));
    }

    @Override
    public void linger(Connection connection) throws SQLException {
        Rows.execute(connection, "SET client_connection_check_interval = 0");
        Rows.execute(connection, "SELECT pg_catalog.pg_sleep(30)");
    }
}
