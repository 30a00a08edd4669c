package io.countersign.database.configuration;

import io.countersign.database.TargetDatabase;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds tables and references in a database. */
final class Catalogue {
    private static final Set<String> NEVER = Set.of("databasechangelog", "databasechangeloglock", "countersign_ledger");

    private final TargetDatabase database;
    private final Product product;
    private final DatabaseMetaData data;
    private final boolean schemasAreCatalogs;

    Catalogue(TargetDatabase database, Product product) throws SQLException {
        this.database = database;
        this.product = product;
        this.data = database.connection().getMetaData();
        this.schemasAreCatalogs = !data.supportsSchemasInTableDefinitions();
    }

    private record Name(String schema, String table) {}

    /** Tables by their titles, in this order. */
    List<ConfigurationTable> tables(List<String> titles) throws SQLException {
        List<ConfigurationTable> tables = new ArrayList<>();
        for (String title : titles) {
            tables.add(table(title));
        }
        return tables;
    }

    /** @throws io.countersign.problem.CountersignException CONFIGURATION_DATA_REFUSED where there is none, without a key, or with hidden rows */
    private ConfigurationTable table(String title) throws SQLException {
        int dot = title.indexOf('.');
        String schema = dot < 0 ? database.schema() : title.substring(0, dot);
        Name name = find(schema, title.substring(dot + 1))
                .orElseThrow(() -> Refusals.refused(
                        database.name() + " has no table " + title + ".",
                        "Correct the name in countersign.yml, or deploy the release that makes the table first."));
        if (NEVER.contains(name.table().toLowerCase(Locale.ROOT))
                || name.schema().equalsIgnoreCase("countersign")) {
            throw Refusals.refused(
                    "The table " + title + " is not configuration but a book of Countersign or Liquibase.",
                    "Take it out of the configuration tables.");
        }
        Map<String, Integer> key = key(name);
        if (key.isEmpty()) {
            throw Refusals.refused(
                    "The table " + title + " of " + database.name()
                            + " has no primary key, so nobody can say which row is which.",
                    "Give it a primary key by a changeset, or take it out of the configuration tables.");
        }
        String sql = product.quoted(name.schema()) + "." + product.quoted(name.table());
        product.requireAllRows(database.connection(), sql);
        return new ConfigurationTable(title, name.schema(), name.table(), sql, columns(name, sql, key));
    }

    private Optional<Name> find(String schema, String table) throws SQLException {
        List<Name> alike = new ArrayList<>();
        try (ResultSet rows =
                data.getTables(schemasAreCatalogs ? null : database.connection().getCatalog(), null, "%", null)) {
            while (rows.next()) {
                Name name = new Name(schemaOf(rows, "TABLE_CAT", "TABLE_SCHEM"), rows.getString("TABLE_NAME"));
                boolean isTable = Optional.ofNullable(rows.getString("TABLE_TYPE"))
                        .orElse("")
                        .endsWith("TABLE");
                if (isTable
                        && name.schema().equalsIgnoreCase(schema)
                        && name.table().equalsIgnoreCase(table)) {
                    alike.add(name);
                }
            }
        }
        Name exact = new Name(schema, table);
        return alike.contains(exact) ? Optional.of(exact) : alike.stream().findFirst();
    }

    private String schemaOf(ResultSet row, String catalog, String schema) throws SQLException {
        return Optional.ofNullable(row.getString(schemasAreCatalogs ? catalog : schema))
                .orElse("");
    }

    private @Nullable String catalog(String schema) throws SQLException {
        return schemasAreCatalogs ? schema : database.connection().getCatalog();
    }

    private @Nullable String schema(String schema) {
        return schemasAreCatalogs ? null : schema;
    }

    private Map<String, Integer> key(Name name) throws SQLException {
        Map<String, Integer> key = new HashMap<>();
        try (ResultSet rows = data.getPrimaryKeys(catalog(name.schema()), schema(name.schema()), name.table())) {
            while (rows.next()) {
                key.put(rows.getString("COLUMN_NAME"), (int) rows.getShort("KEY_SEQ"));
            }
        }
        return key;
    }

    private List<ConfigurationTable.Column> columns(Name name, String sql, Map<String, Integer> key)
            throws SQLException {
        Connection connection = database.connection();
        List<ConfigurationTable.Column> columns = new ArrayList<>();
        String escape = data.getSearchStringEscape();
        String pattern = name.table()
                .replace(escape, escape + escape)
                .replace("_", escape + "_")
                .replace("%", escape + "%");
        try (ResultSet rows = data.getColumns(catalog(name.schema()), schema(name.schema()), pattern, "%")) {
            while (rows.next()) {
                String column = rows.getString("COLUMN_NAME");
                if (!"YES".equals(rows.getString("IS_GENERATEDCOLUMN"))) {
                    String type = rows.getString("TYPE_NAME");
                    int jdbcType = rows.getInt("DATA_TYPE");
                    Stopgap stopgap = Stopgap.of(jdbcType, type, rows.getInt("NULLABLE"));
                    Room room = Room.of(jdbcType, type, rows.getInt("COLUMN_SIZE"), rows.getInt("DECIMAL_DIGITS"));
                    columns.add(product.column(connection, sql, column, type, jdbcType, key.getOrDefault(column, 0))
                            .with(stopgap, room));
                }
            }
        }
        return columns;
    }

    /** Columns of which no two rows have the same values, beside the primary key; expressions are nobody's column. */
    List<List<ConfigurationTable.Column>> uniques(ConfigurationTable table) throws SQLException {
        Map<String, List<Optional<ConfigurationTable.Column>>> indexes = new LinkedHashMap<>();
        try (ResultSet rows =
                data.getIndexInfo(catalog(table.schema()), schema(table.schema()), table.name(), true, false)) {
            while (rows.next()) {
                Optional<String> column = Optional.ofNullable(rows.getString("COLUMN_NAME"));
                if (rows.getShort("TYPE") != DatabaseMetaData.tableIndexStatistic) {
                    indexes.computeIfAbsent(String.valueOf(rows.getString("INDEX_NAME")), any -> new ArrayList<>())
                            .add(column.flatMap(table::column));
                }
            }
        }
        return indexes.values().stream()
                .filter(columns -> columns.stream().allMatch(Optional::isPresent))
                .map(columns -> columns.stream().map(Optional::orElseThrow).toList())
                .filter(columns -> columns.stream().anyMatch(column -> column.key() == 0))
                .toList();
    }

    /** Every reference from or to one of the tables, once. */
    List<ForeignKey> references(List<ConfigurationTable> tables) throws SQLException {
        Map<String, ForeignKey> found = new LinkedHashMap<>();
        for (ConfigurationTable table : tables) {
            String catalog = catalog(table.schema());
            String schema = schema(table.schema());
            try (ResultSet own = data.getImportedKeys(catalog, schema, table.name())) {
                collect(own, found);
            }
            try (ResultSet others = data.getExportedKeys(catalog, schema, table.name())) {
                collect(others, found);
            }
        }
        return List.copyOf(found.values());
    }

    private void collect(ResultSet rows, Map<String, ForeignKey> found) throws SQLException {
        Map<String, ForeignKey> here = new LinkedHashMap<>();
        while (rows.next()) {
            String schema = schemaOf(rows, "FKTABLE_CAT", "FKTABLE_SCHEM");
            String table = rows.getString("FKTABLE_NAME");
            String name = Optional.ofNullable(rows.getString("FK_NAME")).orElse("");
            ForeignKey.Pair pair =
                    new ForeignKey.Pair(rows.getString("FKCOLUMN_NAME"), rows.getString("PKCOLUMN_NAME"));
            ForeignKey one = new ForeignKey(
                    name,
                    schema,
                    table,
                    schemaOf(rows, "PKTABLE_CAT", "PKTABLE_SCHEM"),
                    rows.getString("PKTABLE_NAME"),
                    List.of(pair),
                    spreads(rows.getShort("DELETE_RULE")) || spreads(rows.getShort("UPDATE_RULE")),
                    rows.getShort("DELETE_RULE") == DatabaseMetaData.importedKeyRestrict);
            here.merge(schema + "." + table + "." + name, one, Catalogue::joined);
        }
        here.forEach(found::putIfAbsent);
    }

    private static ForeignKey joined(ForeignKey one, ForeignKey more) {
        List<ForeignKey.Pair> pairs = new ArrayList<>(one.pairs());
        pairs.addAll(more.pairs());
        return new ForeignKey(
                one.name(),
                one.schema(),
                one.table(),
                one.referredSchema(),
                one.referredTable(),
                pairs,
                one.spreads(),
                one.restricts());
    }

    private static boolean spreads(short rule) {
        return rule == DatabaseMetaData.importedKeyCascade
                || rule == DatabaseMetaData.importedKeySetNull
                || rule == DatabaseMetaData.importedKeySetDefault;
    }
}
