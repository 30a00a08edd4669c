package io.countersign.database.generic;

import io.countersign.database.SchemaInventory;
import io.countersign.database.SchemaObject;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** What JDBC's metadata tells about tables, columns, keys, indexes and routines. */
final class MetaDataInventory {
    private static final Set<String> NOT_OURS_TO_JUDGE =
            Set.of(GenericTarget.LEDGER, GenericTarget.LOCK, "databasechangelog", "databasechangeloglock");

    private final DatabaseMetaData data;
    private final String catalogue;
    private final String schema;
    private final List<SchemaObject> objects = new ArrayList<>();

    MetaDataInventory(Connection connection) throws SQLException {
        this.data = connection.getMetaData();
        this.catalogue = connection.getCatalog();
        this.schema = connection.getSchema();
    }

    SchemaInventory read() throws SQLException {
        List<String> tables = tables();
        columns(tables);
        for (String table : tables) {
            keys(table);
            indexes(table);
        }
        routines();
        return new SchemaInventory(objects);
    }

    private List<String> tables() throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = data.getTables(catalogue, schema, "%", new String[] {"TABLE", "BASE TABLE", "VIEW"})) {
            while (rows.next()) {
                String name = rows.getString("TABLE_NAME");
                if (!NOT_OURS_TO_JUDGE.contains(name.toLowerCase(Locale.ROOT))) {
                    names.add(name);
                    objects.add(new SchemaObject("table", name, rows.getString("TABLE_TYPE")));
                }
            }
        }
        return names;
    }

    private void columns(List<String> tables) throws SQLException {
        Set<String> known = Set.copyOf(tables);
        try (ResultSet rows = data.getColumns(catalogue, schema, "%", "%")) {
            while (rows.next()) {
                String table = rows.getString("TABLE_NAME");
                if (known.contains(table)) {
                    String column = table + "." + rows.getString("COLUMN_NAME");
                    objects.add(new SchemaObject(
                            "column",
                            column,
                            values(
                                    rows,
                                    "ORDINAL_POSITION",
                                    "TYPE_NAME",
                                    "COLUMN_SIZE",
                                    "DECIMAL_DIGITS",
                                    "IS_NULLABLE",
                                    "COLUMN_DEF")));
                }
            }
        }
    }

    private void keys(String table) throws SQLException {
        try (ResultSet rows = data.getPrimaryKeys(catalogue, schema, table)) {
            while (rows.next()) {
                objects.add(new SchemaObject("primary key", table, values(rows, "KEY_SEQ", "COLUMN_NAME")));
            }
        }
        try (ResultSet rows = data.getImportedKeys(catalogue, schema, table)) {
            while (rows.next()) {
                objects.add(new SchemaObject(
                        "foreign key",
                        table + "." + rows.getString("FK_NAME"),
                        values(
                                rows,
                                "KEY_SEQ",
                                "FKCOLUMN_NAME",
                                "PKTABLE_NAME",
                                "PKCOLUMN_NAME",
                                "UPDATE_RULE",
                                "DELETE_RULE")));
            }
        }
    }

    private void indexes(String table) throws SQLException {
        Map<String, StringJoiner> columns = new LinkedHashMap<>();
        try (ResultSet rows = data.getIndexInfo(catalogue, schema, table, false, true)) {
            while (rows.next()) {
                if (rows.getShort("TYPE") != DatabaseMetaData.tableIndexStatistic) {
                    columns.computeIfAbsent(rows.getString("INDEX_NAME"), name -> new StringJoiner("\n"))
                            .add(values(rows, "ORDINAL_POSITION", "COLUMN_NAME", "NON_UNIQUE", "ASC_OR_DESC"));
                }
            }
        }
        columns.forEach((name, definition) ->
                objects.add(new SchemaObject("index", table + "." + name, definition.toString())));
    }

    private void routines() throws SQLException {
        try (ResultSet rows = data.getProcedures(catalogue, schema, "%")) {
            while (rows.next()) {
                objects.add(
                        new SchemaObject("routine", rows.getString("PROCEDURE_NAME"), values(rows, "PROCEDURE_TYPE")));
            }
        }
    }

    private static String values(ResultSet rows, String... columns) throws SQLException {
        StringJoiner joined = new StringJoiner(" ");
        for (String column : columns) {
            String value = rows.getString(column);
            joined.add(value == null ? "-" : value);
        }
        return joined.toString();
    }
}
