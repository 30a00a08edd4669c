package io.countersign.deploy;

import io.countersign.database.TableShape;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of one table as text, by their columns' names; bytes are hexadecimal. */
final class TextRows {
    private static final Set<Integer> BINARY = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY);
    private static final int FETCHED = 500;

    private final Connection connection;
    private final TableShape shape;

    /** @param connection of its own; in a transaction from now on, because some drivers stream in one alone */
    TextRows(Connection connection, TableShape shape) {
        this.connection = connection;
        this.shape = shape;
    }

    /** Takes some rows. */
    @FunctionalInterface
    interface Taker {
        void take(List<Map<String, String>> rows) throws SQLException, IOException;
    }

    /** All rows, so many at a time. */
    void batches(int size, Taker taker) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT * FROM " + shape.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCHED);
            try (ResultSet rows = statement.executeQuery()) {
                List<Map<String, String>> batch = new ArrayList<>();
                while (rows.next()) {
                    batch.add(row(rows));
                    if (batch.size() == size) {
                        taker.take(batch);
                        batch = new ArrayList<>();
                    }
                }
                if (!batch.isEmpty()) {
                    taker.take(batch);
                }
            }
        } finally {
            connection.rollback();
        }
    }

    /** Those that have the keys of some rows of another database, by their keys. */
    Map<List<String>, Map<String, String>> find(List<Map<String, String>> wanted) throws SQLException {
        String marks = "(" + String.join(", ", Collections.nCopies(shape.key().size(), "?")) + ")";
        String sql = "SELECT * FROM " + shape.sql() + " WHERE (" + String.join(", ", shape.quotedKey()) + ") IN ("
                + String.join(", ", Collections.nCopies(wanted.size(), marks)) + ")";
        Map<List<String>, Map<String, String>> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            List<Boolean> binary = binary(statement.getMetaData());
            int position = 1;
            for (Map<String, String> row : wanted) {
                List<String> values = key(shape, row);
                for (int i = 0; i < values.size(); i++) {
                    bind(statement, position++, values.get(i), binary.get(i));
                }
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Map<String, String> row = row(rows);
                    found.put(key(shape, row), row);
                }
            }
        }
        return found;
    }

    /** Of which columns of the key the text is hexadecimal. */
    private List<Boolean> binary(ResultSetMetaData columns) throws SQLException {
        Map<String, Boolean> all = new HashMap<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            all.put(columns.getColumnLabel(column), BINARY.contains(columns.getColumnType(column)));
        }
        return shape.key().stream().map(name -> all.getOrDefault(name, false)).toList();
    }

    /** PostgreSQL takes text for a value of any type where it is not told that it is text. */
    private void bind(PreparedStatement statement, int position, String value, boolean binary) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            statement.setObject(position, value, Types.OTHER);
        } else if (binary) {
            statement.setBytes(position, HexFormat.of().parseHex(value));
        } else {
            statement.setString(position, value);
        }
    }

    static List<String> key(TableShape shape, Map<String, String> row) {
        return shape.key().stream().map(row::get).toList();
    }

    private static Map<String, String> row(ResultSet rows) throws SQLException {
        Map<String, String> row = new LinkedHashMap<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
            Object value = rows.getObject(column);
            String text = rows.getString(column);
            boolean spelt = !(value instanceof byte[]) || text.startsWith("\\x");
            row.put(
                    rows.getMetaData().getColumnLabel(column),
                    spelt ? text : HexFormat.of().formatHex((byte[]) value));
        }
        return row;
    }
}
