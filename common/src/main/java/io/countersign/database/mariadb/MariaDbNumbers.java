package io.countersign.database.mariadb;

import io.countersign.database.NumberSource;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** As {@link io.countersign.database.TargetDatabase#advance}. */
    static List<NumberSource> advance(Connection connection, List<NumberSource> elsewhere) throws SQLException {
        Map<String, NumberSource> here = NumberSource.byName(read(connection));
        Set<String> sequences = Set.copyOf(sequences(connection));
        List<NumberSource> advanced = new ArrayList<>();
        for (NumberSource source : elsewhere) {
            if (Optional.ofNullable(here.get(source.name()))
                    .filter(source::isBeyond)
                    .isPresent()) {
                set(connection, source, sequences.contains(source.name()));
                advanced.add(source);
            }
        }
        return advanced;
    }

    /** Readers are not waited for long: a counter is set under a lock of the whole table. */
    private static void set(Connection connection, NumberSource to, boolean sequence) throws SQLException {
        String name = MariaDbTarget.quoted(to.name());
        if (sequence) {
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
