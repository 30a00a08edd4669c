package io.countersign.environment.rows;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The primary keys of tables, by which rows are told apart. */
final class RowKeys {
    private static final char BETWEEN = '\u001F';

    private final Map<RowTable, List<String>> columns;

    private RowKeys(Map<RowTable, List<String>> columns) {
        this.columns = columns;
    }

    static RowKeys of(Connection connection, List<RowTable> tables) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        boolean byCatalog = !data.supportsSchemasInTableDefinitions();
        Quoting quoting = new Quoting(data.getIdentifierQuoteString());
        Map<RowTable, List<String>> columns = new HashMap<>();
        for (RowTable table : tables) {
            Map<Short, String> key = new TreeMap<>();
            try (ResultSet rows = data.getPrimaryKeys(
                    byCatalog ? table.schema() : connection.getCatalog(),
                    byCatalog ? null : table.schema(),
                    table.name())) {
                while (rows.next()) {
                    key.put(rows.getShort("KEY_SEQ"), quoting.quoted(rows.getString("COLUMN_NAME")));
                }
            }
            columns.put(table, List.copyOf(key.values()));
        }
        return new RowKeys(columns);
    }

    /**
     * The quoted columns of a table's key.
     *
     * @throws CountersignException CLONE_REFUSED where it has none
     */
    List<String> of(RowTable table) {
        List<String> key = columns.getOrDefault(table, List.of());
        if (key.isEmpty()) {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found(
                            "A limit reaches %s, which has no primary key, so that its rows cannot be told apart.",
                            table.title())
                    .expected("limits that only reach tables with primary keys.")
                    .remedy("Give it a primary key, or limit other tables.")
                    .build();
        }
        return key;
    }

    /** @param alias with its point, or nothing */
    String selection(RowTable table, String alias) {
        return of(table).stream().map(column -> alias + column).collect(Collectors.joining(", "));
    }

    /** The key that begins at a column; empty where an outer join found no row. */
    static String read(ResultSet row, int from, int size) throws SQLException {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < size; i++) {
            String part = row.getString(from + i);
            if (part == null) {
                return "";
            }
            key.append(part).append(BETWEEN);
        }
        return key.toString();
    }
}
