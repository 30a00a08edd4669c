package io.countersign.database.postgresql;

import io.countersign.database.NumberSource;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sequences of a database, also those behind identity columns. What goes round hands numbers out again anyway. */
final class PostgresNumbers {
    private static final String SEQUENCES = """
            SELECT pg_catalog.format('%I.%I', schemaname, sequencename), last_value, increment_by > 0
              FROM pg_catalog.pg_sequences
             WHERE last_value IS NOT NULL AND NOT cycle AND schemaname <> 'countersign' ORDER BY 1
            """;

    private PostgresNumbers() {}

    static List<NumberSource> read(Connection connection) throws SQLException {
        return Rows.list(
                connection, SEQUENCES, row -> new NumberSource(row.getString(1), row.getLong(2), row.getBoolean(3)));
    }

    /** As {@link io.countersign.database.TargetDatabase#advance}. */
    static List<NumberSource> advance(Connection connection, List<NumberSource> elsewhere) throws SQLException {
        Map<String, NumberSource> here = NumberSource.byName(read(connection));
        List<NumberSource> advanced = new ArrayList<>();
        for (NumberSource source : elsewhere) {
            // a sequence that was never asked has no last number, and is found by its name alone
            boolean behind = Optional.ofNullable(here.get(source.name()))
                    .map(source::isBeyond)
                    .orElse(true);
            if (behind && exists(connection, source)) {
                set(connection, source);
                advanced.add(source);
            }
        }
        return advanced;
    }

    private static boolean exists(Connection connection, NumberSource source) throws SQLException {
        return Rows.isTrue(
                connection,
                "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(?) AND relkind = 'S')",
                source.name());
    }

    private static void set(Connection connection, NumberSource to) throws SQLException {
        Rows.first(
                connection,
                "SELECT pg_catalog.setval(" + Identifiers.literal(to.name()) + "::pg_catalog.regclass, ?)",
                row -> true,
                to.position());
    }
}
