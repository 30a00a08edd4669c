package io.countersign.database.configuration;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of one table as exact texts, there and back. */
final class TableRows {
    static final String BYTES = "\\x";

    private final ConfigurationTable table;

    TableRows(ConfigurationTable table) {
        this.table = table;
    }

    /** All rows, sorted by key: numbers as numbers, everything else by code points, whatever the database's collation. */
    List<List<Optional<String>>> read(Connection connection) throws SQLException {
        String sql = "SELECT "
                + table.columns().stream()
                        .map(ConfigurationTable.Column::reading)
                        .collect(Collectors.joining(", "))
                + " FROM " + table.sql();
        List<List<Optional<String>>> rows = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet result = query.executeQuery()) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        rows.sort(byKey());
        return rows;
    }

    private List<Optional<String>> row(ResultSet result) throws SQLException {
        List<Optional<String>> row = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).binary()) {
                row.add(Optional.ofNullable(result.getBytes(i + 1))
                        .map(bytes -> BYTES + HexFormat.of().formatHex(bytes)));
            } else {
                row.add(Optional.ofNullable(result.getString(i + 1)));
            }
        }
        return row;
    }

    Comparator<List<Optional<String>>> byKey() {
        return table.key().stream()
                .map(this::by)
                .reduce(Comparator::thenComparing)
                .orElseThrow(() -> new IllegalStateException("a table without a key was refused before"));
    }

    private Comparator<List<Optional<String>>> by(ConfigurationTable.Column column) {
        int place = table.place(column);
        Comparator<String> values = column.number() ? Comparator.comparing(BigDecimal::new) : Comparator.naturalOrder();
        return Comparator.comparing(row -> row.get(place).orElse(""), values);
    }

    /** The key's texts of a row. */
    List<Optional<String>> key(List<Optional<String>> row) {
        return table.key().stream().map(column -> row.get(table.place(column))).toList();
    }

    String shownKey(List<Optional<String>> row) {
        return key(row).stream().map(value -> value.orElse("null")).collect(Collectors.joining(", "));
    }

    void insert(Connection connection, Product product, List<Optional<String>> row) throws SQLException {
        String sql = "INSERT INTO " + table.sql() + " ("
                + table.columns().stream()
                        .map(ConfigurationTable.Column::quoted)
                        .collect(Collectors.joining(", ")) + ")"
                + product.overriding() + " VALUES ("
                + table.columns().stream()
                        .map(ConfigurationTable.Column::writing)
                        .collect(Collectors.joining(", ")) + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int at = 1;
            for (ConfigurationTable.Column column : table.columns()) {
                set(insert, at++, column, row.get(table.place(column)));
            }
            insert.executeUpdate();
        }
    }

    void update(Connection connection, List<Optional<String>> before, List<Optional<String>> after)
            throws SQLException {
        List<ConfigurationTable.Column> changed = table.others().stream()
                .filter(column -> !before.get(table.place(column)).equals(after.get(table.place(column))))
                .toList();
        String sql = "UPDATE " + table.sql() + " SET "
                + changed.stream()
                        .map(column -> column.quoted() + " = " + column.writing())
                        .collect(Collectors.joining(", "))
                + where();
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            int at = 1;
            for (ConfigurationTable.Column column : changed) {
                set(update, at++, column, after.get(table.place(column)));
            }
            one(update, at, after);
        }
    }

    void delete(Connection connection, List<Optional<String>> row) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table.sql() + where())) {
            one(delete, 1, row);
        }
    }

    private void one(PreparedStatement statement, int from, List<Optional<String>> row) throws SQLException {
        int at = from;
        for (ConfigurationTable.Column column : table.key()) {
            set(statement, at++, column, row.get(table.place(column)));
        }
        int changed = statement.executeUpdate();
        if (changed != 1) {
            throw Refusals.refused(
                    "Changing " + table.title() + " " + shownKey(row) + " met " + changed + " rows instead of one.",
                    "Look for references with ON DELETE CASCADE between the tables, and for triggers.");
        }
    }

    private String where() {
        return table.key().stream()
                .map(column -> column.quoted() + " = " + column.writing())
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    static void set(PreparedStatement statement, int at, ConfigurationTable.Column column, Optional<String> value)
            throws SQLException {
        if (column.binary() && value.isPresent()) {
            statement.setBytes(at, bytes(value.get()));
        } else {
            statement.setString(at, value.orElse(null));
        }
    }

    private static byte[] bytes(String value) {
        try {
            if (value.startsWith(BYTES)) {
                return HexFormat.of().parseHex(value, BYTES.length(), value.length());
            }
        } catch (IllegalArgumentException e) {
            // told below, together with what has no such beginning
        }
        throw Refusals.refused("A value of bytes is not \\x and hexadecimal digits.", "Export the data again.");
    }
}
