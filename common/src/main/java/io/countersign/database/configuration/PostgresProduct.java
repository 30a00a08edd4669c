package io.countersign.database.configuration;

import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PostgreSQL: references wait for the end of the transaction, triggers are off in it, and DDL is part of it. */
final class PostgresProduct implements Product {
    private static final Set<Integer> NUMBER =
            Set.of(Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL);

    private static final String FAILED_TRANSACTION = "25P02";

    private final List<String> putBack = new ArrayList<>();
    private String rowSecurity = "on";

    @Override
    public String quoted(String name) {
        return Identifiers.quoted(name);
    }

    /** For this transaction alone. */
    @Override
    public void enter(Connection connection) throws SQLException {
        Rows.execute(connection, "SET LOCAL TimeZone = 'UTC'");
        Rows.execute(connection, "SET LOCAL DateStyle = 'ISO, YMD'");
        Rows.execute(connection, "SET LOCAL IntervalStyle = 'postgres'");
        Rows.execute(connection, "SET LOCAL bytea_output = 'hex'");
        Rows.execute(connection, "SET LOCAL extra_float_digits = 1");
        rowSecurity = Rows.first(connection, "SHOW row_security", row -> row.getString(1))
                .orElse(rowSecurity);
        // where a policy would hide rows: an error
        Rows.execute(connection, "SET LOCAL row_security = off");
    }

    @Override
    public void leave(Connection connection) throws SQLException {
        try {
            // nothing outlives the transaction, but others who are part of it may want only the rows that they may see
            Rows.execute(connection, "SET LOCAL row_security = " + rowSecurity);
        } catch (SQLException e) {
            if (!FAILED_TRANSACTION.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    @Override
    public void requireAllRows(Connection connection, String table) throws SQLException {
        Optional<String> account = Rows.first(
                connection,
                "SELECT current_user WHERE pg_catalog.row_security_active(?::regclass)",
                row -> row.getString(1),
                table);
        if (account.isPresent()) {
            throw Refusals.hidden(table, account.get());
        }
    }

    @Override
    public ConfigurationTable.Column column(
            Connection connection, String table, String name, String typeName, int jdbcType, int key)
            throws SQLException {
        String type = Rows.first(
                        connection,
                        "SELECT pg_catalog.format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute"
                                + " WHERE attrelid = ?::regclass AND attname = ?",
                        row -> row.getString(1),
                        table,
                        name)
                .orElse(typeName);
        String quoted = quoted(name);
        return new ConfigurationTable.Column(
                name,
                quoted,
                quoted + "::text",
                "?::" + type,
                false,
                NUMBER.contains(jdbcType),
                key,
                Stopgap.NONE,
                Room.ANY);
    }

    @Override
    public boolean defersReferences() {
        return true;
    }

    /** RESTRICT looks at once, whatever was said about the end. */
    @Override
    public boolean defers(ForeignKey reference) {
        return !reference.restricts();
    }

    @Override
    public void hold(Connection connection, List<ConfigurationTable> tables) throws SQLException {
        for (ConfigurationTable table : tables) {
            Rows.execute(connection, "LOCK TABLE " + table.sql() + " IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    @Override
    public void relax(Connection connection, List<ConfigurationTable> tables, List<ForeignKey> references)
            throws SQLException {
        putBack.clear();
        for (ForeignKey reference : references) {
            String alter = "ALTER TABLE " + quoted(reference.schema()) + "." + quoted(reference.table())
                    + " ALTER CONSTRAINT " + quoted(reference.name());
            boolean fixed = Rows.isTrue(
                    connection,
                    "SELECT NOT condeferrable FROM pg_catalog.pg_constraint"
                            + " WHERE contype = 'f' AND conname = ? AND conrelid = ?::regclass",
                    reference.name(),
                    quoted(reference.schema()) + "." + quoted(reference.table()));
            if (fixed) {
                settle(connection);
                Rows.execute(connection, alter + " DEFERRABLE");
                putBack.add(alter + " NOT DEFERRABLE");
            }
        }
        for (ConfigurationTable table : tables) {
            String alter = "ALTER TABLE " + table.sql();
            List<String> triggers = Rows.list(
                    connection,
                    "SELECT pg_catalog.quote_ident(tgname) || CASE tgenabled WHEN 'A' THEN ' always' ELSE '' END"
                            + " FROM pg_catalog.pg_trigger WHERE tgrelid = ?::regclass AND NOT tgisinternal"
                            + " AND tgenabled IN ('O', 'A') ORDER BY tgname",
                    row -> row.getString(1),
                    table.sql());
            for (String trigger : triggers) {
                settle(connection);
                boolean always = trigger.endsWith(" always");
                String name = always ? trigger.substring(0, trigger.length() - " always".length()) : trigger;
                Rows.execute(connection, alter + " DISABLE TRIGGER " + name);
                putBack.add(alter + " ENABLE " + (always ? "ALWAYS " : "") + "TRIGGER " + name);
            }
        }
        Rows.execute(connection, "SET CONSTRAINTS ALL DEFERRED");
    }

    /** No table can be altered while checks of its rows wait for the end: those that a changeset before left to it. */
    private void settle(Connection connection) throws SQLException {
        if (putBack.isEmpty()) {
            Rows.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
        }
    }

    @Override
    public void restore(Connection connection, List<ConfigurationTable> tables, List<ForeignKey> references)
            throws SQLException {
        Rows.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
        for (String statement : putBack) {
            Rows.execute(connection, statement);
        }
        putBack.clear();
    }

    @Override
    public String overriding() {
        return " OVERRIDING SYSTEM VALUE";
    }

    @Override
    public void reserveNumbers(Connection connection, Map<ConfigurationTable, TableChanges> changes) {
        // they are advanced with the rows
    }

    /** Upwards only: setval is not taken back with the transaction, and a gap does no harm. */
    @Override
    public void advanceSequences(Connection connection, List<ConfigurationTable> tables) throws SQLException {
        for (ConfigurationTable table : tables) {
            for (ConfigurationTable.Column column : table.columns()) {
                if (column.number()) {
                    advance(connection, table, column);
                }
            }
        }
    }

    private static void advance(Connection connection, ConfigurationTable table, ConfigurationTable.Column column)
            throws SQLException {
        List<String> sequences = Rows.list(
                connection,
                "SELECT s FROM pg_catalog.pg_get_serial_sequence(?, ?) s WHERE s IS NOT NULL",
                row -> row.getString(1),
                table.sql(),
                column.name());
        for (String sequence : sequences) {
            Rows.list(
                    connection,
                    "SELECT pg_catalog.setval(?::regclass, m.highest) FROM (SELECT max(" + column.quoted()
                            + ")::bigint AS highest FROM " + table.sql() + ") m, " + sequence
                            + " q WHERE m.highest >= q.last_value",
                    row -> true,
                    sequence);
        }
    }
}
