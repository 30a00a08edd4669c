package io.countersign.database.mariadb;

import io.countersign.database.NumberSource;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The columns of a schema that number their rows, and MariaDB's sequences. Positions are the next numbers. */
final class MariaDbNumbers {
    private static final String COUNTERS = """
            SELECT TABLE_NAME, AUTO_INCREMENT FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND AUTO_INCREMENT IS NOT NULL AND AUTO_INCREMENT > 0 ORDER BY TABLE_NAME
            """;
    private static final String SEQUENCES = """
            SELECT TABLE_NAME FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SEQUENCE' ORDER BY TABLE_NAME
            """;

    private MariaDbNumbers() {}

    static List<NumberSource> read(Connection connection) throws SQLException {
        if (!MariaDbTarget.isMariaDb(connection)) {
            Rows.execute(connection, "SET SESSION information_schema_stats_expiry = 0");
        }
        List<NumberSource> numbers = new ArrayList<>(
                Rows.list(connection, COUNTERS, row -> new NumberSource(row.getString(1), row.getLong(2), true)));
        for (String sequence : sequences(connection)) {
            numbers.addAll(Rows.list(
                    connection,
                    "SELECT next_not_cached_value, increment FROM " + MariaDbTarget.quoted(sequence)
                            + " WHERE cycle_option = 0",
                    row -> new NumberSource(sequence, row.getLong(1), row.getLong(2) >= 0)));
        }
        return numbers;
    }

    private static List<String> sequences(Connection connection) throws SQLException {
        return Rows.list(connection, SEQUENCES, row -> row.getString(1));
    }

    /** Readers are not waited for long: a counter is set under a lock of the whole table. */
    static void advance(Connection connection, NumberSource to) throws SQLException {
        String name = MariaDbTarget.quoted(to.name());
        if (Set.copyOf(sequences(connection)).contains(to.name())) {
            Rows.execute(connection, "DO SETVAL(" + name + ", " + to.position() + ", 0)");
            return;
        }
        Rows.execute(connection, "SET SESSION lock_wait_timeout = 10");
        try {
            Rows.execute(connection, "ALTER TABLE " + name + " AUTO_INCREMENT = " + to.position());
        } finally {
            Rows.execute(connection, "SET SESSION lock_wait_timeout = DEFAULT");
        }
    }
}
