package io.countersign.environment.masking;

import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From JDBC's own description, for MariaDB, MySQL, H2 and what else there is. */
final class JdbcTables {
    private static final Set<String> SYSTEM =
            Set.of("INFORMATION_SCHEMA", "PG_CATALOG", "COUNTERSIGN", "MYSQL", "PERFORMANCE_SCHEMA", "SYS");

    private static final Set<String> OWN = Set.of("COUNTERSIGN_LEDGER");
    /** Whole numbers by their bytes in MariaDB, which has some that SQL doesn't. */
    private static final Map<String, Integer> BITS =
            Map.of("TINYINT", 8, "SMALLINT", 16, "MEDIUMINT", 24, "INT", 32, "INTEGER", 32, "BIGINT", 64);

    private final TargetDatabase database;
    private final DatabaseMetaData data;
    private final boolean schemasAreCatalogs;
    private final Map<List<String>, Charset> charsets;

    private static final String CHARSETS = """
            SELECT TABLE_NAME, COLUMN_NAME, CHARACTER_SET_NAME FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = DATABASE() AND CHARACTER_SET_NAME IS NOT NULL
            """;

    private JdbcTables(TargetDatabase database, DatabaseMetaData data) throws SQLException {
        this.database = database;
        this.data = data;
        this.schemasAreCatalogs = !data.supportsSchemasInTableDefinitions();
        this.charsets = charsets(database);
    }

    /** A table by its names in JDBC's own terms. */
    private record Place(String catalog, String schema, String name) {}

    static List<TableFacts> read(TargetDatabase database) throws SQLException {
        JdbcTables tables = new JdbcTables(database, database.connection().getMetaData());
        List<TableFacts> facts = new ArrayList<>();
        for (Place place : tables.places()) {
            facts.add(tables.facts(place));
        }
        return facts;
    }

    /** By table and column, where a column cannot hold all letters. */
    private static Map<List<String>, Charset> charsets(TargetDatabase database) throws SQLException {
        Map<List<String>, Charset> charsets = new HashMap<>();
        if (database.product().toLowerCase(Locale.ROOT).matches("(?:mariadb|mysql).*")) {
            for (List<String> column : Rows.list(
                    database.connection(),
                    CHARSETS,
                    row -> List.of(row.getString(1), row.getString(2), row.getString(3)))) {
                CharacterSets.ofMariaDb(column.get(2)).ifPresent(some -> charsets.put(column.subList(0, 2), some));
            }
        }
        return charsets;
    }

    private List<Place> places() throws SQLException {
        Connection connection = database.connection();
        List<Place> places = new ArrayList<>();
        String schema = schemasAreCatalogs ? null : database.settings().schema().isPresent() ? database.schema() : null;
        try (ResultSet rows =
                data.getTables(connection.getCatalog(), schema, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (rows.next()) {
                Place place = new Place(text(rows, "TABLE_CAT"), text(rows, "TABLE_SCHEM"), text(rows, "TABLE_NAME"));
                if (!SYSTEM.contains(place.schema().toUpperCase(Locale.ROOT))
                        && !OWN.contains(place.name().toUpperCase(Locale.ROOT))) {
                    places.add(place);
                }
            }
        }
        return places;
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }

    private TableFacts facts(Place place) throws SQLException {
        Set<String> unique = unique(place);
        List<ColumnFacts> columns = new ArrayList<>();
        try (ResultSet rows = data.getColumns(place.catalog(), schema(place), escaped(place.name()), "%")) {
            while (rows.next()) {
                columns.add(column(rows, place.name(), unique));
            }
        }
        List<TableFacts.Reference> references = new ArrayList<>();
        try (ResultSet rows = data.getImportedKeys(place.catalog(), schema(place), place.name())) {
            while (rows.next()) {
                references.add(new TableFacts.Reference(
                        text(rows, "FKCOLUMN_NAME"),
                        text(rows, schemasAreCatalogs ? "PKTABLE_CAT" : "PKTABLE_SCHEM"),
                        text(rows, "PKTABLE_NAME"),
                        text(rows, "PKCOLUMN_NAME")));
            }
        }
        return new TableFacts(schemasAreCatalogs ? place.catalog() : place.schema(), place.name(), columns, references);
    }

    private @org.jspecify.annotations.Nullable String schema(Place place) {
        return schemasAreCatalogs ? null : place.schema();
    }

    private String escaped(String name) throws SQLException {
        String escape = data.getSearchStringEscape();
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    /** The columns that alone make a unique key. */
    private Set<String> unique(Place place) throws SQLException {
        Map<String, List<String>> indexes = new HashMap<>();
        try (ResultSet rows = data.getIndexInfo(place.catalog(), schema(place), place.name(), true, true)) {
            while (rows.next()) {
                if (rows.getShort("TYPE") != DatabaseMetaData.tableIndexStatistic) {
                    indexes.computeIfAbsent(text(rows, "INDEX_NAME"), index -> new ArrayList<>())
                            .add(text(rows, "COLUMN_NAME"));
                }
            }
        }
        Set<String> alone = new HashSet<>();
        indexes.values().stream().filter(columns -> columns.size() == 1).forEach(alone::addAll);
        return alone;
    }

    private ColumnFacts column(ResultSet row, String table, Set<String> unique) throws SQLException {
        String name = text(row, "COLUMN_NAME");
        String typeName = text(row, "TYPE_NAME").toUpperCase(Locale.ROOT);
        int jdbcType = row.getInt("DATA_TYPE");
        ValueType type = type(typeName, jdbcType);
        int size = row.getInt("COLUMN_SIZE");
        boolean sized = (type == ValueType.TEXT || type == ValueType.BINARY) && size > 0;
        return new ColumnFacts(
                name,
                typeName.toLowerCase(Locale.ROOT),
                type,
                type == ValueType.ARRAY ? element(typeName) : ValueType.OTHER,
                sized ? Optional.of(size) : Optional.empty(),
                type == ValueType.INTEGER ? largest(typeName) : Optional.empty(),
                row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                unique.contains(name),
                Optional.ofNullable(charsets.get(List.of(table, name))),
                "YES".equals(row.getString("IS_GENERATEDCOLUMN")));
    }

    private static ValueType type(String name, int jdbcType) {
        if (name.contains("UUID")) {
            return ValueType.UUID;
        }
        if (name.startsWith("JSON")) {
            return ValueType.JSON;
        }
        if (name.startsWith("ENUM") || name.startsWith("SET") || name.startsWith("YEAR") || name.startsWith("INET")) {
            return ValueType.OTHER;
        }
        return switch (jdbcType) {
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.CLOB,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.NCLOB -> ValueType.TEXT;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> ValueType.INTEGER;
            case Types.DECIMAL, Types.NUMERIC, Types.REAL, Types.FLOAT, Types.DOUBLE -> ValueType.DECIMAL;
            case Types.DATE -> ValueType.DATE;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> ValueType.TIMESTAMP;
            case Types.BOOLEAN, Types.BIT -> ValueType.BOOLEAN;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> ValueType.BINARY;
            case Types.ARRAY -> ValueType.ARRAY;
            default -> ValueType.OTHER;
        };
    }

    private static ValueType element(String typeName) {
        return typeName.startsWith("CHARACTER") || typeName.startsWith("VARCHAR") ? ValueType.TEXT : ValueType.OTHER;
    }

    private static Optional<BigInteger> largest(String typeName) {
        boolean unsigned = typeName.contains("UNSIGNED");
        return Optional.ofNullable(BITS.get(typeName.split("[ (]", 2)[0]))
                .map(bits ->
                        BigInteger.ONE.shiftLeft(unsigned ? bits : bits - 1).subtract(BigInteger.ONE));
    }
}
