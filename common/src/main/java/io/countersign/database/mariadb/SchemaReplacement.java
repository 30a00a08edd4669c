package io.countersign.database.mariadb;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.Replacement;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.database.jdbc.Rows;
import io.countersign.database.mariadb.Definitions.Definition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A second schema on the target's server. MariaDB cannot rename a schema: all tables of both change places by one RENAME
 * TABLE, which is done as a whole or not at all. What cannot be moved is dropped before and made anew behind it; the
 * statements for that are kept in a table that is renamed along with the others, so that whoever comes after a kill knows
 * from its name which of the two schemas has to be completed.
 */
final class SchemaReplacement implements Replacement {
    private static final String BEFORE = "countersign_exchange";
    private static final String BEHIND = "countersign_exchanged";
    private static final String TABLES = "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?"
            + " AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')";

    private final MariaDbTarget target;
    private final String live;
    private final String incoming;
    private final String outgoing;
    private final TargetDatabase opened;
    private boolean closed;

    private SchemaReplacement(MariaDbTarget target, TargetDatabase opened) {
        this.target = target;
        this.live = target.schema();
        this.incoming = BesideSchemas.incoming(live);
        this.outgoing = BesideSchemas.outgoing(live);
        this.opened = opened;
    }

    static SchemaReplacement create(MariaDbTarget target, TargetDatabase original) {
        String name = BesideSchemas.incoming(target.schema());
        try {
            String options = Rows.first(
                            original.connection(),
                            "SELECT CONCAT(' CHARACTER SET ', DEFAULT_CHARACTER_SET_NAME, ' COLLATE ', DEFAULT_COLLATION_NAME)"
                                    + " FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()",
                            row -> row.getString(1))
                    .orElse("");
            Rows.execute(target.connection(), "DROP DATABASE IF EXISTS " + MariaDbTarget.quoted(name));
            Rows.execute(target.connection(), "CREATE DATABASE " + MariaDbTarget.quoted(name) + options);
        } catch (SQLException e) {
            throw target.errors()
                    .during("a schema " + name + " was made beside it, which its user must be allowed to", e);
        }
        ConnectionSettings settings = target.settings();
        return new SchemaReplacement(
                target,
                TargetDatabases.connect(new ConnectionSettings(
                        settings.name(),
                        settings.url(),
                        settings.user(),
                        settings.password(),
                        Optional.of(name),
                        settings.timeout())));
    }

    @Override
    public TargetDatabase database() {
        return opened;
    }

    @Override
    public void takeOver() {
        Connection connection = target.connection();
        try {
            List<Definition> old = new ArrayList<>(Definitions.read(connection));
            old.addAll(Definitions.events(connection));
            List<Definition> fresh = new ArrayList<>(Definitions.defaults(opened.connection()));
            fresh.addAll(Definitions.read(opened.connection()));
            keep(old, "old");
            keep(fresh, "new");
            Rows.execute(connection, "DROP DATABASE IF EXISTS " + MariaDbTarget.quoted(outgoing));
            Rows.execute(connection, "CREATE DATABASE " + MariaDbTarget.quoted(outgoing));
            Definitions.drop(opened.connection(), fresh);
            opened.close();
            Definitions.drop(connection, old);
            Rows.execute(connection, exchange(connection));
            complete(connection, BEHIND, "new");
        } catch (SQLException e) {
            throw target.errors().during("its tables were exchanged", e);
        }
    }

    private void keep(List<Definition> definitions, String side) throws SQLException {
        Connection connection = opened.connection();
        Rows.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS " + BEFORE + " (place INT AUTO_INCREMENT PRIMARY KEY, side VARCHAR(3),"
                        + " kind VARCHAR(20), name VARCHAR(300), mode TEXT, definition LONGTEXT)"
                        + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + BEFORE
                + " (side, kind, name, mode, definition) VALUES ('" + side + "', ?, ?, ?, ?)")) {
            for (Definition definition : definitions) {
                insert.setString(1, definition.kind());
                insert.setString(2, definition.name());
                insert.setString(3, definition.mode());
                insert.setString(4, definition.create());
                insert.executeUpdate();
            }
        }
    }

    private String exchange(Connection connection) throws SQLException {
        List<String> moves = new ArrayList<>();
        for (String table : tables(connection, live)) {
            moves.add(move(live, table, outgoing, table));
        }
        for (String table : tables(connection, incoming)) {
            moves.add(
                    table.equals(BEFORE)
                            ? move(incoming, BEFORE, incoming, BEHIND)
                            : move(incoming, table, live, table));
        }
        return "RENAME TABLE " + String.join(", ", moves);
    }

    private static List<String> tables(Connection connection, String schema) throws SQLException {
        return Rows.list(connection, TABLES, row -> row.getString(1), schema);
    }

    private static String move(String from, String table, String to, String name) {
        return MariaDbTarget.quoted(from) + "." + MariaDbTarget.quoted(table) + " TO " + MariaDbTarget.quoted(to) + "."
                + MariaDbTarget.quoted(name);
    }

    private void complete(Connection connection, String journal, String side) throws SQLException {
        complete(connection, incoming, journal, side);
    }

    private static void complete(Connection connection, String schema, String journal, String side)
            throws SQLException {
        String mode = Rows.first(connection, "SELECT @@SESSION.sql_mode", row -> row.getString(1))
                .orElse("");
        Definitions.make(
                connection,
                Rows.list(
                        connection,
                        "SELECT kind, name, mode, definition FROM " + MariaDbTarget.quoted(schema) + "." + journal
                                + " WHERE side = ? ORDER BY place",
                        row -> new Definition(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                        side),
                Definitions.OfNobody.LEFT);
        Rows.execute(connection, "SET SESSION sql_mode = '" + mode + "'");
    }

    /** What a kill left: the schema that has the target's name is completed, whichever it is, and the other one removed. */
    static List<String> settle(MariaDbTarget target) {
        Connection connection = target.connection();
        String incoming = BesideSchemas.incoming(target.schema());
        String outgoing = BesideSchemas.outgoing(target.schema());
        try {
            List<String> found = Rows.list(
                    connection,
                    "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (?, ?, ?, ?)",
                    row -> row.getString(1),
                    incoming,
                    outgoing,
                    BesideSchemas.trial(target.schema()),
                    BesideSchemas.trial(incoming));
            List<String> journals = tables(connection, incoming);
            if (journals.contains(BEHIND)) {
                complete(connection, incoming, BEHIND, "new");
            } else if (journals.contains(BEFORE)) {
                complete(connection, incoming, BEFORE, "old");
            }
            for (String schema : found) {
                Rows.execute(connection, "DROP DATABASE " + MariaDbTarget.quoted(schema));
            }
            return found;
        } catch (SQLException e) {
            throw target.errors().during("what a killed operation left was removed", e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        opened.close();
        settle(target);
    }
}
