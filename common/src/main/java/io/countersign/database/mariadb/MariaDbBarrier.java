package io.countersign.database.mariadb;

import io.countersign.database.jdbc.Rows;
import io.countersign.database.jdbc.TableBarrier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Read locks on the tables whose content counts. The ledger has none, so what is being done can be written down. */
final class MariaDbBarrier implements TableBarrier.Product {
    private static final String BLOCKERS = """
            SELECT p.ID, CONCAT(p.USER, ' from ', p.HOST, ' (connection ', p.ID, ')')
              FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
             WHERE p.DB = ? AND p.ID NOT IN (?, CONNECTION_ID())
            """;

    private final MariaDbTarget target;

    MariaDbBarrier(MariaDbTarget target) {
        this.target = target;
    }

    @Override
    public void lock(Connection connection) throws SQLException {
        Rows.execute(connection, "SET SESSION lock_wait_timeout = 86400");
        List<String> tables = MariaDbContents.tables(connection);
        if (!tables.isEmpty()) {
            Rows.execute(
                    connection,
                    tables.stream()
                            .map(table -> MariaDbTarget.quoted(table) + " READ")
                            .collect(Collectors.joining(", ", "LOCK TABLES ", "")));
        }
    }

    @Override
    public long session(Connection connection) throws SQLException {
        return Rows.first(connection, "SELECT CONNECTION_ID()", row -> row.getLong(1))
                .orElseThrow();
    }

    @Override
    public Map<Long, String> blockers(long session) {
        return target.asked("it was asked who writes to it", connection -> {
            Map<Long, String> blockers = new TreeMap<>();
            Rows.list(
                    connection,
                    BLOCKERS,
                    row -> blockers.put(row.getLong(1), row.getString(2)),
                    target.schema(),
                    session);
            return blockers;
        });
    }

    @Override
    public void end(long session) {
        target.asked("a session was ended", connection -> {
            MariaDbFreezer.kill(connection, session);
            return true;
        });
    }

    @Override
    public void linger(Connection connection) throws SQLException {
        Rows.execute(connection, "DO SLEEP(30)");
    }
}
