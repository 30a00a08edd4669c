package io.countersign.database.mariadb;

import io.countersign.database.SchemaInventory;
import io.countersign.database.SchemaObject;
import io.countersign.database.jdbc.CatalogueFile;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a schema from {@code information_schema}. */
final class MariaDbInventory {
    private static final CatalogueFile FILE = CatalogueFile.of("/io/countersign/database/mariadb/inventory.sql");
    private static final String KNOWS_CHECKS = "SELECT EXISTS (SELECT 1 FROM information_schema.TABLES"
            + " WHERE TABLE_SCHEMA = 'information_schema' AND TABLE_NAME = 'CHECK_CONSTRAINTS')";
    private static final Pattern TABLE = Pattern.compile("\\{(\\w\\.)?table}");

    private final boolean mariaDb;

    MariaDbInventory(boolean mariaDb) {
        this.mariaDb = mariaDb;
    }

    /** The SQL mode changes how the server quotes names in expressions: a fixed one holds meanwhile. */
    SchemaInventory read(Connection connection) throws SQLException {
        String mode = Rows.first(connection, "SELECT @@SESSION.sql_mode", row -> row.getString(1))
                .orElse("");
        Rows.execute(connection, "SET SESSION sql_mode = ''");
        try {
            return query(connection);
        } finally {
            Rows.execute(connection, "SET SESSION sql_mode = '" + mode + "'");
        }
    }

    private SchemaInventory query(Connection connection) throws SQLException {
        Definitions.requireAllText(connection);
        List<SchemaObject> objects = new ArrayList<>();
        Set<String> otherwise = readOtherwise(connection);
        for (CatalogueFile.Query query : FILE.queries()) {
            if (!otherwise.contains(query.kind())) {
                objects.addAll(CatalogueFile.objects(connection, query, this::filled));
            }
        }
        objects.addAll(mariaDb ? sequences(connection) : views(connection));
        return new SchemaInventory(objects);
    }

    /** MySQL shows the text of a view in its catalogue to no one but who defined it. Checks it knows from 8.0.16 on. */
    private Set<String> readOtherwise(Connection connection) throws SQLException {
        return mariaDb ? Set.of() : Rows.isTrue(connection, KNOWS_CHECKS) ? Set.of("view") : Set.of("view", "check");
    }

    private static List<SchemaObject> views(Connection connection) throws SQLException {
        OwnSchema own = OwnSchema.of(connection);
        List<SchemaObject> views = new ArrayList<>();
        for (String name : Rows.list(
                connection,
                "SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()",
                row -> row.getString(1))) {
            views.addAll(Rows.list(
                    connection,
                    "SHOW CREATE VIEW " + MariaDbTarget.quoted(name),
                    row -> new SchemaObject(
                            "view", name, own.without(Definitions.withoutDefiner(row.getString(2)), ""))));
        }
        return views;
    }

    private String filled(String sql) {
        String text = TABLE.matcher(sql)
                .replaceAll("LOWER($1TABLE_NAME) NOT IN ('countersign_ledger', 'databasechangelog',"
                        + " 'databasechangeloglock')");
        return text.replace("{index column}", mariaDb ? "COLUMN_NAME" : "COLUMN_NAME, EXPRESSION")
                .replace(
                        "{ignored}",
                        mariaDb ? "IF(IGNORED = 'YES', 'ignored', NULL)" : "IF(IS_VISIBLE = 'NO', 'invisible', NULL)")
                .replace("{check table}", mariaDb ? "AND c.TABLE_NAME = t.TABLE_NAME" : "");
    }

    /** A sequence is a table of one row to MariaDB; only what never moves is read. */
    private static List<SchemaObject> sequences(Connection connection) throws SQLException {
        List<SchemaObject> sequences = new ArrayList<>();
        for (String name : Rows.list(
                connection,
                "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"
                        + " AND TABLE_TYPE = 'SEQUENCE'",
                row -> row.getString(1))) {
            sequences.addAll(Rows.list(
                    connection,
                    "SELECT CONCAT_WS(' ', 'start', start_value, 'minimum', minimum_value, 'maximum', maximum_value,"
                            + " 'increment', increment, 'cache', cache_size, 'cycle', cycle_option) FROM "
                            + MariaDbTarget.quoted(name),
                    row -> new SchemaObject("sequence", name, row.getString(1))));
        }
        return sequences;
    }
}
