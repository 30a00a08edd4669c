package io.countersign.database.postgresql;

import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Who has advisory locks, as the server shows it. */
final class LockHolders {
    /** The first key's lock may lie in another database, as the bridge's does. */
    private static final String HOLDER = """
            SELECT a.application_name, a.usename, pg_catalog.host(a.client_addr), l.pid,
                   pg_catalog.to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
              FROM pg_catalog.unnest(?::bigint[]) WITH ORDINALITY k (key, rank)
              JOIN pg_catalog.pg_locks l ON l.classid::bigint = (k.key >> 32) & 4294967295
                                        AND l.objid::bigint = k.key & 4294967295
              JOIN pg_catalog.pg_stat_activity a USING (pid)
             WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid <> pg_catalog.pg_backend_pid()
               AND (k.rank = 1
                 OR l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
             ORDER BY k.rank, a.backend_start LIMIT 1
            """;

    private static final String PROCESSES = """
            SELECT pg_catalog.pg_backend_pid() UNION SELECT pid FROM pg_catalog.pg_locks
             WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND (classid::bigint, objid::bigint) = (?, ?)
            """;

    private LockHolders() {}

    /** The first other session that has one of some locks, in the order of their keys, as messages name it. */
    static Optional<String> first(Connection connection, long... keys) throws SQLException {
        Object ranked =
                connection.createArrayOf("bigint", LongStream.of(keys).boxed().toArray(Long[]::new));
        return Rows.first(connection, HOLDER, LockHolders::described, ranked);
    }

    private static String described(ResultSet row) throws SQLException {
        String address = row.getString(3);
        return "Held by \"" + row.getString(1) + "\" (user " + row.getString(2)
                + (address == null ? ", local" : ", from " + address) + ", process " + row.getInt(4) + ") since "
                + row.getString(5) + " UTC.";
    }

    /** The process of this connection, and those that have a lock. */
    static List<Integer> processes(Connection connection, long key) throws SQLException {
        return Rows.list(connection, PROCESSES, row -> row.getInt(1), LockKeys.high(key), LockKeys.low(key));
    }
}
