package io.countersign.database.configuration;

import io.countersign.database.jdbc.Rows;
import io.countersign.database.mariadb.BinaryTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** MariaDB and MySQL: references are not looked at in the session meanwhile, and all of them afterwards. Triggers fire. */
final class MariaDbProduct extends PlainProduct {

    @Override
    public String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    public void enter(Connection connection) throws SQLException {
        Rows.execute(connection, "SET SESSION time_zone = '+00:00'");
        Rows.execute(connection, "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')");
    }

    @Override
    public void leave(Connection connection) throws SQLException {
        Rows.execute(connection, "SET SESSION time_zone = DEFAULT");
        Rows.execute(connection, "SET SESSION sql_mode = DEFAULT");
        Rows.execute(connection, "SET SESSION foreign_key_checks = 1");
    }

    @Override
    boolean isBinary(String typeName, int jdbcType) {
        return super.isBinary(typeName, jdbcType) || BinaryTypes.contains(typeName);
    }

    /** A float has more digits than the server shows of it, unless it is a double. */
    @Override
    String text(String quoted, String typeName, int jdbcType) {
        String value =
                jdbcType == Types.REAL || typeName.toUpperCase(Locale.ROOT).startsWith("FLOAT")
                        ? "(" + quoted + " + 0E0)"
                        : quoted;
        return "CAST(" + value + " AS CHAR)";
    }

    @Override
    String writing(String typeName) {
        return "?";
    }

    @Override
    public boolean defersReferences() {
        return true;
    }

    @Override
    public void relax(Connection connection, List<ConfigurationTable> tables, List<ForeignKey> references)
            throws SQLException {
        Rows.execute(connection, "SET SESSION foreign_key_checks = 0");
    }

    @Override
    public void restore(Connection connection, List<ConfigurationTable> tables, List<ForeignKey> references)
            throws SQLException {
        Rows.execute(connection, "SET SESSION foreign_key_checks = 1");
        for (ForeignKey reference : references) {
            String from = quoted(reference.schema()) + "." + quoted(reference.table());
            String to = quoted(reference.referredSchema()) + "." + quoted(reference.referredTable());
            String given = reference.pairs().stream()
                    .map(pair -> "f." + quoted(pair.column()) + " IS NOT NULL")
                    .collect(Collectors.joining(" AND "));
            String matched = reference.pairs().stream()
                    .map(pair -> "t." + quoted(pair.referred()) + " = f." + quoted(pair.column()))
                    .collect(Collectors.joining(" AND "));
            long orphans = Rows.first(
                            connection,
                            "SELECT COUNT(*) FROM " + from + " f WHERE " + given + " AND NOT EXISTS (SELECT 1 FROM "
                                    + to + " t WHERE " + matched + ")",
                            row -> row.getLong(1))
                    .orElse(0L);
            if (orphans > 0) {
                throw Refusals.refused(
                        orphans + " rows of " + reference.table() + " would refer to rows of "
                                + reference.referredTable() + " that are not there (" + reference.name() + ").",
                        "Mend the data where it is made, and export it again.");
            }
        }
    }

    @Override
    public String overriding() {
        return "";
    }

    @Override
    public void reserveNumbers(Connection connection, Map<ConfigurationTable, TableChanges> changes) {
        // the server does it by itself with every insert
    }

    @Override
    public void advanceSequences(Connection connection, List<ConfigurationTable> tables) {
        // likewise
    }
}
