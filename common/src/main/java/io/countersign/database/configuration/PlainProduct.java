package io.countersign.database.configuration;

import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** H2, and what is like it: references hold at every moment, so the order of changes has to respect them. Triggers fire. */
class PlainProduct implements Product {
    private static final Set<Integer> BINARY = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);
    private static final Set<Integer> TEXT = Set.of(
            Types.CHAR,
            Types.VARCHAR,
            Types.LONGVARCHAR,
            Types.CLOB,
            Types.NCHAR,
            Types.NVARCHAR,
            Types.LONGNVARCHAR,
            Types.NCLOB);
    private static final Set<Integer> NUMBER =
            Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL, Types.NUMERIC);

    @Override
    public String quoted(String name) {
        return Identifiers.quoted(name);
    }

    @Override
    public void enter(Connection connection) throws SQLException {
        Rows.execute(connection, "SET TIME ZONE 'UTC'");
    }

    @Override
    public void leave(Connection connection) throws SQLException {
        Rows.execute(connection, "SET TIME ZONE LOCAL");
    }

    @Override
    public ConfigurationTable.Column column(
            Connection connection, String table, String name, String typeName, int jdbcType, int key)
            throws SQLException {
        boolean binary = isBinary(typeName, jdbcType);
        String quoted = quoted(name);
        return new ConfigurationTable.Column(
                name,
                quoted,
                binary || TEXT.contains(jdbcType) ? quoted : text(quoted, typeName, jdbcType),
                writing(typeName),
                binary,
                NUMBER.contains(jdbcType),
                key,
                Stopgap.NONE,
                Room.ANY);
    }

    boolean isBinary(String typeName, int jdbcType) {
        return BINARY.contains(jdbcType);
    }

    String text(String quoted, String typeName, int jdbcType) {
        return "CAST(" + quoted + " AS VARCHAR)";
    }

    /** A text given to a JSON column would become a JSON text. */
    String writing(String typeName) {
        return typeName.equalsIgnoreCase("JSON") ? "? FORMAT JSON" : "?";
    }

    @Override
    public void requireAllRows(Connection connection, String table) throws SQLException {
        // whoever may read a table sees all of its rows
    }

    @Override
    public boolean defersReferences() {
        return false;
    }

    @Override
    public boolean defers(ForeignKey reference) {
        return defersReferences();
    }

    @Override
    public void hold(Connection connection, List<ConfigurationTable> tables) throws SQLException {
        for (ConfigurationTable table : tables) {
            Rows.list(connection, "SELECT 1 FROM " + table.sql() + " FOR UPDATE", row -> true);
        }
    }

    @Override
    public void relax(Connection connection, List<ConfigurationTable> tables, List<ForeignKey> references)
            throws SQLException {
        // every reference holds all the time
    }

    @Override
    public void restore(Connection connection, List<ConfigurationTable> tables, List<ForeignKey> references)
            throws SQLException {
        // nothing was relaxed
    }

    @Override
    public String overriding() {
        return " OVERRIDING SYSTEM VALUE";
    }

    /** H2 commits whatever is open when a column is altered. Upwards only: a gap does no harm. */
    @Override
    public void reserveNumbers(Connection connection, Map<ConfigurationTable, TableChanges> changes)
            throws SQLException {
        for (Map.Entry<ConfigurationTable, TableChanges> each : changes.entrySet()) {
            ConfigurationTable table = each.getKey();
            for (int i = 0; i < table.columns().size(); i++) {
                ConfigurationTable.Column column = table.columns().get(i);
                if (column.number() && isIdentity(connection, table, column)) {
                    BigDecimal highest = Rows.first(
                                    connection,
                                    "SELECT COALESCE(MAX(" + column.quoted() + "), 0) FROM " + table.sql(),
                                    row -> row.getBigDecimal(1))
                            .orElse(BigDecimal.ZERO)
                            .max(highest(each.getValue(), i));
                    advance(connection, table, column, highest.longValue() + 1);
                }
            }
        }
    }

    private static BigDecimal highest(TableChanges changes, int column) {
        return changes.changes().stream()
                .flatMap(change -> change.after().stream())
                .flatMap(row -> row.get(column).stream())
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    @Override
    public void advanceSequences(Connection connection, List<ConfigurationTable> tables) {
        // done before
    }

    private static void advance(
            Connection connection, ConfigurationTable table, ConfigurationTable.Column column, long next)
            throws SQLException {
        long base = Rows.first(
                        connection,
                        "SELECT IDENTITY_BASE FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
                                + " AND COLUMN_NAME = ?",
                        row -> row.getLong(1),
                        table.schema(),
                        table.name(),
                        column.name())
                .orElse(0L);
        if (base < next) {
            Rows.execute(
                    connection,
                    "ALTER TABLE " + table.sql() + " ALTER COLUMN " + column.quoted() + " RESTART WITH " + next);
        }
    }

    private static boolean isIdentity(Connection connection, ConfigurationTable table, ConfigurationTable.Column column)
            throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        try (ResultSet rows = data.getColumns(connection.getCatalog(), table.schema(), table.name(), column.name())) {
            return rows.next() && "YES".equals(rows.getString("IS_AUTOINCREMENT"));
        }
    }
}
