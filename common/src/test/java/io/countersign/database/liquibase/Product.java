package io.countersign.database.liquibase;

import io.countersign.harness.H2Databases;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The real databases, and everything about a database's content as comparable text. */
enum Product {
    POSTGRESQL {
        @Override
        TestDatabase newDatabase() {
            return PostgresServer.shared().newDatabase();
        }

        @Override
        List<String> schema(Connection connection) throws SQLException {
            List<String> text = new ArrayList<>();
            for (String query : List.of(
                    "select table_schema, table_name, column_name, ordinal_position, data_type, is_nullable,"
                            + " column_default, character_maximum_length, numeric_precision, numeric_scale,"
                            + " is_identity from information_schema.columns"
                            + " where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 4",
                    "select schemaname, tablename, indexname, indexdef from pg_indexes"
                            + " where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2, 3",
                    "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
                            + " where connamespace not in (select oid from pg_namespace where nspname in"
                            + " ('pg_catalog', 'information_schema')) order by 1, 2",
                    "select schemaname, viewname, definition from pg_views"
                            + " where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2",
                    "select schemaname, sequencename, start_value, increment_by, last_value from pg_sequences order by 1, 2",
                    "select proname, prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
                            + " where nspname not in ('pg_catalog', 'information_schema') order by 1, 2")) {
                text.addAll(rows(connection, query));
            }
            return text;
        }
    },
    MARIADB {
        @Override
        TestDatabase newDatabase() {
            return MariaDbServer.shared().newDatabase();
        }

        @Override
        List<String> schema(Connection connection) throws SQLException {
            List<String> text = new ArrayList<>();
            for (String table : tables(connection)) {
                text.addAll(rows(connection, "show create table `" + table + "`"));
            }
            return text.stream()
                    .map(line -> line.replaceAll("`" + connectionName(connection) + "`\\.", ""))
                    .toList();
        }
    },
    H2 {
        @Override
        TestDatabase newDatabase() {
            return H2Databases.inMemory().newDatabase();
        }

        @Override
        List<String> schema(Connection connection) throws SQLException {
            return rows(connection, "script nodata").stream()
                    .filter(line -> !line.contains("CREATE USER"))
                    .toList();
        }
    };

    abstract TestDatabase newDatabase();

    abstract List<String> schema(Connection connection) throws SQLException;

    /** The schema and all rows, without Liquibase's own tables. */
    final List<String> content(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            List<String> text = new ArrayList<>(schema(connection));
            for (String table : tables(connection)) {
                text.add("== " + table);
                rows(connection, "select * from " + table).stream().sorted().forEach(text::add);
            }
            return text.stream()
                    .filter(line -> !line.toLowerCase(Locale.ROOT).contains("databasechangelog"))
                    .map(line -> line.replace(database.name(), "DB"))
                    .toList();
        }
    }

    /** The history but for times and the number of the run. */
    static List<String> history(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            return rows(
                    connection,
                    "select ORDEREXECUTED, ID, AUTHOR, FILENAME, EXECTYPE, MD5SUM, DESCRIPTION, COMMENTS, TAG, LIQUIBASE,"
                            + " CONTEXTS, LABELS from DATABASECHANGELOG order by ORDEREXECUTED");
        }
    }

    private static String connectionName(Connection connection) {
        try {
            return connection.getCatalog();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        String schema = connection.getMetaData().supportsSchemasInTableDefinitions() ? connection.getSchema() : null;
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(connection.getCatalog(), schema, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME");
                if (!name.toLowerCase(Locale.ROOT).startsWith("databasechangelog")) {
                    names.add(name);
                }
            }
        }
        names.sort(null);
        return names;
    }

    static List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join(" | ", row));
            }
            return rows;
        }
    }
}
