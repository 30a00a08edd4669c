package io.countersign.database.mariadb;

import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a dump does not bring back as it was. It has the rows as the server writes them: a FLOAT with six digits, and of a table with
 * system versioning the present rows alone.
 */
final class DumpLosses {
    private static final String VERSIONED = """
            SELECT TABLE_NAME FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SYSTEM VERSIONED' ORDER BY TABLE_NAME
            """;
    /** What is generated is no part of a dump. */
    private static final String FLOATS = """
            SELECT c.TABLE_NAME, c.COLUMN_NAME FROM information_schema.COLUMNS c
              JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
             WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE' AND LOWER(c.DATA_TYPE) = 'float'
               AND COALESCE(c.GENERATION_EXPRESSION, '') = '' ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION
            """;

    private DumpLosses() {}

    /** Of the connection's schema, in words. */
    static List<String> of(Connection connection) throws SQLException {
        List<String> losses = new ArrayList<>();
        for (String table : Rows.list(connection, VERSIONED, row -> row.getString(1))) {
            losses.add("the former versions of the rows of " + table + ", which has system versioning");
        }
        Map<String, List<String>> floats = new LinkedHashMap<>();
        Rows.list(connection, FLOATS, row -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(column -> floats.computeIfAbsent(column.getKey(), table -> new ArrayList<>())
                        .add(column.getValue()));
        for (Map.Entry<String, List<String>> each : floats.entrySet()) {
            if (hasMoreDigits(connection, each.getKey(), each.getValue())) {
                losses.add("the seventh digit of FLOAT values of " + each.getKey() + " ("
                        + String.join(", ", each.getValue()) + ")");
            }
        }
        return losses;
    }

    /** Whether a value becomes another one by way of its text. */
    private static boolean hasMoreDigits(Connection connection, String table, List<String> columns)
            throws SQLException {
        String changed = columns.stream()
                .map(MariaDbTarget::quoted)
                .map(column -> "CAST(CAST(" + column + " AS CHAR) AS FLOAT) + 0e0 <> " + column + " + 0e0")
                .collect(Collectors.joining(" OR "));
        return Rows.isTrue(
                connection, "SELECT EXISTS (SELECT 1 FROM " + MariaDbTarget.quoted(table) + " WHERE " + changed + ")");
    }
}
