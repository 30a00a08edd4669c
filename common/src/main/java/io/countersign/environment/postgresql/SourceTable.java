package io.countersign.environment.postgresql;

import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table whose rows are copied.
 *
 * @param number by which the source's catalogue knows it
 * @param name qualified and quoted
 * @param classified the table whose masking rules hold, for a partition the one it is part of
 * @param columns without generated ones, in the order of the source
 * @param types of the columns, of domains what they are made of
 * @param condition which rows of an extension's table are not the extension's own; empty for all
 * @param binary whether its rows look the same in every database when PostgreSQL sends them in its binary form
 * @param pages how many the source has; 0 where rows cannot be addressed by page
 * @param bytes about how large it is
 * @param limit empty for all rows
 */
record SourceTable(
        long number,
        String name,
        Classified classified,
        List<String> columns,
        List<String> types,
        Optional<String> condition,
        boolean binary,
        long pages,
        long bytes,
        Optional<Limit> limit) {

    /**
     * What is taken of a table that is not taken whole.
     *
     * @param places array literals of row places
     * @param reason for the receipt
     */
    record Limit(List<String> places, String reason) {}

    /** Names as the catalogue has them. */
    record Classified(String schema, String table) {}

    /** 64 MiB: a table larger than this is copied by several workers. */
    private static final long CHUNK = 8192;

    /** User-defined types in arrays and rows, and names of objects, travel as numbers that another database does not know. */
    private static final String ALL = """
            SELECT format('%I.%I', n.nspname, c.relname),
                   array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
                   coalesce(e.condition, ''),
                   coalesce(bool_and(t.typsend <> 0 AND t.typreceive <> 0 AND (t.typtype = 'e'
                            OR b.oid < 16384 AND b.typtype IN ('b', 'r', 'm') AND b.typname !~ '^_?reg'
                               AND (b.typelem = 0 OR b.typelem < 16384)))
                            FILTER (WHERE a.attgenerated = ''), false),
                   CASE WHEN m.amname = 'heap' THEN pg_relation_size(c.oid) / current_setting('block_size')::bigint ELSE 0 END,
                   pg_table_size(c.oid), rn.nspname, r.relname,
                   array_agg(CASE WHEN b.oid < 16384 THEN b.typname::text ELSE '' END ORDER BY a.attnum)
                            FILTER (WHERE a.attgenerated = ''),
                   c.oid
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_class r ON r.oid = coalesce(pg_partition_root(c.oid), c.oid)
              JOIN pg_namespace rn ON rn.oid = r.relnamespace
              LEFT JOIN pg_am m ON m.oid = c.relam
              LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              LEFT JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
              LEFT JOIN LATERAL (SELECT x.extcondition[array_position(x.extconfig, c.oid)] AS condition
                                   FROM pg_extension x WHERE c.oid = ANY (x.extconfig)) e ON true
             WHERE c.relkind = 'r' AND n.nspname NOT IN ('countersign', 'information_schema') AND n.nspname !~ '^pg_'
               AND NOT (c.relpersistence = 'u' AND pg_is_in_recovery())
               AND (e.condition IS NOT NULL OR NOT EXISTS (SELECT 1 FROM pg_depend d
                     WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
             GROUP BY n.nspname, c.relname, c.oid, m.amname, e.condition, rn.nspname, r.relname
             ORDER BY pg_relation_size(c.oid) DESC, n.nspname, c.relname
            """;

    /** The largest first, so that none is left over when the others are done. */
    static List<SourceTable> all(Connection connection) throws SQLException {
        return Rows.list(
                connection,
                ALL,
                row -> new SourceTable(
                        row.getLong(10),
                        row.getString(1),
                        new Classified(row.getString(7), row.getString(8)),
                        names(row, 2),
                        names(row, 9),
                        Optional.of(row.getString(3).replaceFirst("(?i)^\\s*where\\s+", ""))
                                .filter(condition -> !condition.isBlank()),
                        row.getBoolean(4),
                        row.getLong(5),
                        row.getLong(6),
                        Optional.empty()));
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        Array names = row.getArray(column);
        return names == null ? List.of() : List.of((String[]) names.getArray());
    }

    SourceTable limited(List<String> places, String reason) {
        return new SourceTable(
                number,
                name,
                classified,
                columns,
                types,
                condition,
                binary,
                pages,
                bytes,
                Optional.of(new Limit(places, reason)));
    }

    /** How the values of a column look between those of the others; empty where only the server knows. */
    Optional<BinaryForm> form(int column) {
        return BinaryForms.of(types.get(column));
    }

    /** The same table in the copy, where all rows are those to be compared. */
    SourceTable inCopy() {
        return limit.isEmpty()
                ? this
                : new SourceTable(
                        number, name, classified, columns, types, condition, binary, 0, bytes, Optional.empty());
    }

    /** Whether it is a part of the table by whose rules it is masked. */
    boolean isPartition() {
        return !name.replace("\"", "").equals((classified.schema() + "." + classified.table()).replace("\"", ""));
    }

    /** What one worker takes at a time, as statements that send rows. */
    List<String> readings() {
        return readings(columns.stream().map(Identifiers::quoted).toList(), format());
    }

    /** Likewise with something else in the place of some columns. */
    List<String> readings(List<Optional<String>> instead, boolean inBinary) {
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            expressions.add(instead.get(i).orElse(Identifiers.quoted(columns.get(i))));
        }
        return readings(expressions, inBinary ? format() : "");
    }

    private List<String> readings(List<String> expressions, String format) {
        if (columns.isEmpty()) {
            return List.of("COPY " + name + " TO STDOUT");
        }
        String select = "COPY (SELECT " + String.join(", ", expressions) + " FROM ONLY " + name;
        String end = ") TO STDOUT" + format;
        if (limit.isPresent()) {
            String also = condition.map(rows -> " AND (" + rows + ")").orElse("");
            return limit.get().places().stream()
                    .map(places -> select + " WHERE ctid = ANY ('" + places + "'::pg_catalog.tid[])" + also + end)
                    .toList();
        }
        if (pages <= 2 * CHUNK || condition.isPresent()) {
            return List.of(select + condition.map(rows -> " WHERE " + rows).orElse("") + end);
        }
        List<String> readings = new ArrayList<>();
        for (long from = 0; from < pages; from += CHUNK) {
            boolean last = from + CHUNK >= pages;
            readings.add(select + " WHERE ctid >= '(" + from + ",0)'::pg_catalog.tid"
                    + (last ? "" : " AND ctid < '(" + (from + CHUNK) + ",0)'::pg_catalog.tid") + end);
        }
        return readings;
    }

    /** Makes room for the rows: an extension's own ones, which came with it, stay. */
    String emptying() {
        return condition
                .map(rows -> "DELETE FROM ONLY " + name + " WHERE " + rows)
                .orElse("TRUNCATE ONLY " + name);
    }

    /** @param frozen rows are visible to everybody at once; the table has to be emptied in the same transaction */
    String writing(boolean frozen) {
        return writing(frozen, binary);
    }

    /** Likewise for rows in the text form. */
    String writingText(boolean frozen) {
        return writing(frozen, false);
    }

    private String writing(boolean frozen, boolean inBinary) {
        String into = columns.isEmpty()
                ? ""
                : columns.stream().map(Identifiers::quoted).collect(Collectors.joining(", ", " (", ")"));
        List<String> options = new ArrayList<>();
        if (inBinary && !columns.isEmpty()) {
            options.add("FORMAT binary");
        }
        if (frozen) {
            options.add("FREEZE");
        }
        return "COPY " + name + into + " FROM STDIN"
                + (options.isEmpty() ? "" : " (" + String.join(", ", options) + ")");
    }

    private String format() {
        return binary && !columns.isEmpty() ? " (FORMAT binary)" : "";
    }
}
