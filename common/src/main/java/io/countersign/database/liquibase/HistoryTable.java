package io.countersign.database.liquibase;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import liquibase.database.Database;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;

/**
 * Looks at Liquibase's bookkeeping tables by a query or two. Liquibase itself takes a snapshot for it, which loads half of
 * its classes.
 */
final class HistoryTable {
    private static final Map<String, Integer> SIZES =
            Map.of("LIQUIBASE", 20, "MD5SUM", 35, "CONTEXTS", 255, "LABELS", 255);
    private static final Set<String> COLUMNS = Set.of(
            "ID",
            "AUTHOR",
            "FILENAME",
            "DATEEXECUTED",
            "ORDEREXECUTED",
            "EXECTYPE",
            "MD5SUM",
            "DESCRIPTION",
            "COMMENTS",
            "TAG",
            "LIQUIBASE",
            "CONTEXTS",
            "LABELS",
            "DEPLOYMENT_ID");

    private final Database database;
    private final String table;

    private HistoryTable(Database database, String table) {
        this.database = database;
        this.table = table;
    }

    static HistoryTable changes(Database database) {
        return new HistoryTable(database, database.getDatabaseChangeLogTableName());
    }

    static HistoryTable lock(Database database) {
        return new HistoryTable(database, database.getDatabaseChangeLogLockTableName());
    }

    /** The table's name for use in a statement. */
    String qualified() {
        return database.escapeTableName(database.getLiquibaseCatalogName(), database.getLiquibaseSchemaName(), table);
    }

    boolean exists() throws SQLException {
        if (database instanceof PostgresDatabase) {
            return asks("select to_regclass(?) is not null", qualified());
        }
        return !columns().isEmpty();
    }

    /** Whether the table has everything that this version of Liquibase writes. */
    boolean isCurrent() throws SQLException {
        Map<String, Integer> columns = columns();
        return columns.keySet().containsAll(COLUMNS)
                && SIZES.entrySet().stream()
                        .allMatch(size -> columns.getOrDefault(size.getKey(), 0) >= size.getValue());
    }

    /**
     * Whether something in the database reads the table by itself, so that rows must not be held back. PostgreSQL only.
     */
    boolean isReadByRoutines() throws SQLException {
        return asks(
                "select exists (select 1 from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
                        + " where n.nspname not in ('pg_catalog', 'information_schema')"
                        + " and p.prosrc ilike '%databasechangelog%')"
                        + " or exists (select 1 from pg_depend where refclassid = 'pg_class'::regclass"
                        + " and refobjid = to_regclass(?) and classid in"
                        + " ('pg_rewrite'::regclass, 'pg_proc'::regclass, 'pg_trigger'::regclass))",
                qualified());
    }

    private boolean asks(String query, String argument) throws SQLException {
        try (PreparedStatement statement = jdbc().prepareStatement(query)) {
            statement.setString(1, argument);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    /** Upper-case names and sizes. */
    private Map<String, Integer> columns() throws SQLException {
        DatabaseMetaData meta = jdbc().getMetaData();
        boolean schemas = meta.supportsSchemasInTableDefinitions();
        String catalog = jdbc().getCatalog();
        String schema = schemas ? escaped(meta, database.getLiquibaseSchemaName()) : null;
        Set<String> spellings =
                new LinkedHashSet<>(List.of(table, table.toLowerCase(Locale.ROOT), table.toUpperCase(Locale.ROOT)));
        for (String spelling : spellings) {
            Map<String, Integer> found = new HashMap<>();
            try (ResultSet columns = meta.getColumns(catalog, schema, escaped(meta, spelling), null)) {
                while (columns.next()) {
                    found.put(columns.getString("COLUMN_NAME").toUpperCase(Locale.ROOT), columns.getInt("COLUMN_SIZE"));
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return Map.of();
    }

    private static String escaped(DatabaseMetaData meta, String name) throws SQLException {
        String escape = meta.getSearchStringEscape();
        return name.replace("_", escape + "_").replace("%", escape + "%");
    }

    private Connection jdbc() {
        return ((JdbcConnection) database.getConnection()).getUnderlyingConnection();
    }
}
