package io.countersign.environment.masking;

import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From PostgreSQL's catalogue, which sees through domains and arrays. */
final class PostgresTables {
    private static final String TABLES = """
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'countersign') AND n.nspname !~ '^pg_(toast|temp)'
               AND (? = '' OR n.nspname = ?)
            """;

    /** A domain over a domain over a type is that type; a domain over an array is an array. */
    private static final String COLUMNS = """
            WITH RECURSIVE base (oid, typname, typtype, typcategory, typelem, typmod, root) AS (
                SELECT t.oid, t.typname, t.typtype, t.typcategory, t.typelem, -1, t.oid
                  FROM pg_catalog.pg_type t WHERE t.typtype <> 'd'
                UNION ALL
                SELECT b.oid, b.typname, b.typtype, b.typcategory, b.typelem,
                       CASE WHEN d.typtypmod >= 0 THEN d.typtypmod ELSE b.typmod END, d.oid
                  FROM base b JOIN pg_catalog.pg_type d ON d.typtype = 'd' AND d.typbasetype = b.root),
            tables AS (SELECT c.oid, n.nspname, c.relname
            """ + TABLES + """
            )
            SELECT t.nspname, t.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
                   b.typname, b.typtype, e.typname, e.typtype,
                   CASE WHEN a.atttypmod >= 0 THEN a.atttypmod ELSE b.typmod END,
                   a.attnotnull, a.attgenerated <> '',
                   EXISTS (SELECT 1 FROM pg_catalog.pg_index i
                            WHERE i.indrelid = t.oid AND i.indisunique AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum)
              FROM tables t
              JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN base b ON b.root = a.atttypid
              LEFT JOIN base e ON e.root = b.typelem AND b.typcategory = 'A'
             ORDER BY t.nspname, t.relname, a.attnum
            """;

    private static final String REFERENCES = """
            SELECT n.nspname, c.relname, a.attname, rn.nspname, rc.relname, ra.attname
              FROM pg_catalog.pg_constraint k
              JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_class rc ON rc.oid = k.confrelid
              JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace
             CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) AS pair (own, other)
              JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = pair.own
              JOIN pg_catalog.pg_attribute ra ON ra.attrelid = rc.oid AND ra.attnum = pair.other
             WHERE k.contype = 'f' AND NOT c.relispartition AND NOT rc.relispartition
             ORDER BY 1, 2, 3, 4, 5, 6
            """;

    private static final Map<String, ValueType> TYPES = types();
    private static final Map<String, BigInteger> LARGEST = Map.of(
            "int2", BigInteger.valueOf(Short.MAX_VALUE),
            "int4", BigInteger.valueOf(Integer.MAX_VALUE),
            "int8", BigInteger.valueOf(Long.MAX_VALUE));

    private PostgresTables() {}

    static List<TableFacts> read(TargetDatabase database) throws SQLException {
        Optional<Charset> charset = Rows.first(
                        database.connection(), "SELECT current_setting('server_encoding')", row -> row.getString(1))
                .flatMap(CharacterSets::ofPostgres);
        String only = database.settings().schema().orElse("");
        Map<List<String>, List<ColumnFacts>> columns = new LinkedHashMap<>();
        Rows.list(
                database.connection(),
                COLUMNS,
                row -> columns.computeIfAbsent(List.of(row.getString(1), row.getString(2)), table -> new ArrayList<>())
                        .add(column(row, charset)),
                only,
                only);
        Map<List<String>, List<TableFacts.Reference>> references = new LinkedHashMap<>();
        Rows.list(
                database.connection(),
                REFERENCES,
                row -> references
                        .computeIfAbsent(List.of(row.getString(1), row.getString(2)), table -> new ArrayList<>())
                        .add(new TableFacts.Reference(
                                row.getString(3), row.getString(4), row.getString(5), row.getString(6))));
        return columns.entrySet().stream()
                .map(table -> new TableFacts(
                        table.getKey().get(0),
                        table.getKey().get(1),
                        table.getValue(),
                        references.getOrDefault(table.getKey(), List.of())))
                .toList();
    }

    private static ColumnFacts column(ResultSet row, Optional<Charset> charset) throws SQLException {
        String base = row.getString(5);
        Optional<String> element = Optional.ofNullable(row.getString(7));
        ValueType type = element.isPresent() ? ValueType.ARRAY : TYPES.getOrDefault(base, ValueType.OTHER);
        boolean isEnum = "e".equals(row.getString(6));
        return new ColumnFacts(
                row.getString(3),
                (isEnum ? "enum " : "") + row.getString(4),
                type,
                element.map(name -> TYPES.getOrDefault(name, ValueType.OTHER)).orElse(ValueType.OTHER),
                length(element.orElse(base), row.getInt(9)),
                Optional.ofNullable(LARGEST.get(element.orElse(base))),
                !row.getBoolean(10),
                row.getBoolean(12),
                charset,
                row.getBoolean(11));
    }

    /** The modifier of a text type counts its own four bytes. */
    private static Optional<Integer> length(String type, int modifier) {
        boolean limited = modifier >= 4 && (type.equals("varchar") || type.equals("bpchar"));
        return limited ? Optional.of(modifier - 4) : Optional.empty();
    }

    private static Map<String, ValueType> types() {
        Map<String, ValueType> types = new LinkedHashMap<>();
        List.of("text", "varchar", "bpchar", "citext", "name", "char").forEach(name -> types.put(name, ValueType.TEXT));
        List.of("int2", "int4", "int8").forEach(name -> types.put(name, ValueType.INTEGER));
        List.of("numeric", "float4", "float8").forEach(name -> types.put(name, ValueType.DECIMAL));
        List.of("timestamp", "timestamptz").forEach(name -> types.put(name, ValueType.TIMESTAMP));
        List.of("json", "jsonb").forEach(name -> types.put(name, ValueType.JSON));
        types.put("date", ValueType.DATE);
        types.put("bool", ValueType.BOOLEAN);
        types.put("uuid", ValueType.UUID);
        types.put("bytea", ValueType.BINARY);
        return types;
    }
}
