package io.countersign.database.h2;

import io.countersign.database.SchemaObject;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The columns of primary, unique and foreign keys, in their order.
 *
 * <p>Until the database is opened again, {@code KEY_COLUMN_USAGE} goes on telling the name that a column had when its key was
 * made, although the column was renamed since. {@code CONSTRAINT_COLUMN_USAGE} tells the right names without an order, so the
 * two are held against each other; where several columns of a key were renamed, the key's index tells their order.
 */
final class KeyColumns {
    private static final String USED = """
            SELECT CONSTRAINT_SCHEMA || '.' || CONSTRAINT_NAME, TABLE_SCHEMA || '.' || TABLE_NAME, COLUMN_NAME,
                   COALESCE(' ' || POSITION_IN_UNIQUE_CONSTRAINT, '')
              FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE WHERE {TABLE_SCHEMA} AND {TABLE_NAME}
             ORDER BY CONSTRAINT_SCHEMA, CONSTRAINT_NAME, ORDINAL_POSITION""";
    private static final String PRESENT = """
            SELECT CONSTRAINT_SCHEMA || '.' || CONSTRAINT_NAME, TABLE_SCHEMA || '.' || TABLE_NAME, COLUMN_NAME
              FROM INFORMATION_SCHEMA.CONSTRAINT_COLUMN_USAGE WHERE {TABLE_SCHEMA} AND {TABLE_NAME}""";
    private static final String INDEXES = """
            SELECT CONSTRAINT_SCHEMA || '.' || CONSTRAINT_NAME, INDEX_SCHEMA || '.' || INDEX_NAME
              FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS
             WHERE INDEX_NAME IS NOT NULL AND {TABLE_SCHEMA} AND {TABLE_NAME}""";
    private static final String INDEX_COLUMNS = """
            SELECT INDEX_SCHEMA || '.' || INDEX_NAME, COLUMN_NAME
              FROM INFORMATION_SCHEMA.INDEX_COLUMNS WHERE {TABLE_SCHEMA} AND {TABLE_NAME}
             ORDER BY INDEX_SCHEMA, INDEX_NAME, ORDINAL_POSITION""";

    private final Connection connection;
    private final UnaryOperator<String> filled;

    /** @param filled puts its conditions into a query */
    KeyColumns(Connection connection, UnaryOperator<String> filled) {
        this.connection = connection;
        this.filled = filled;
    }

    private record Key(String constraint, String table) {}

    /** @param reference the position in the key that is referred to, where there is one */
    private record Used(Key key, String column, String reference) {}

    List<SchemaObject> read() throws SQLException {
        List<Used> used = rows(
                USED, row -> new Used(new Key(row.getString(1), row.getString(2)), row.getString(3), row.getString(4)));
        Map<Key, Set<String>> present =
                rows(PRESENT, row -> new Used(new Key(row.getString(1), row.getString(2)), row.getString(3), ""))
                        .stream()
                        .collect(
                                Collectors.groupingBy(Used::key, Collectors.mapping(Used::column, Collectors.toSet())));
        Map<Key, List<Used>> keys =
                used.stream().collect(Collectors.groupingBy(Used::key, LinkedHashMap::new, Collectors.toList()));
        List<SchemaObject> objects = new ArrayList<>();
        for (Map.Entry<Key, List<Used>> key : keys.entrySet()) {
            Set<String> names = present.getOrDefault(key.getKey(), Set.of());
            List<Used> columns = key.getValue();
            boolean renamed = columns.stream().anyMatch(column -> !names.contains(column.column()));
            objects.add(new SchemaObject(
                    "key column",
                    key.getKey().constraint(),
                    (renamed ? corrected(columns, names) : columns)
                            .stream()
                                    .map(column -> column.column() + column.reference())
                                    .collect(Collectors.joining("\n"))));
        }
        return objects;
    }

    private List<Used> corrected(List<Used> columns, Set<String> names) throws SQLException {
        Set<String> known = columns.stream().map(Used::column).collect(Collectors.toSet());
        List<String> candidates =
                new ArrayList<>(indexColumns(columns.get(0).key().constraint()));
        candidates.removeIf(name -> known.contains(name) || !names.contains(name));
        List<Used> corrected = new ArrayList<>();
        for (Used column : columns) {
            boolean stale = !names.contains(column.column()) && !candidates.isEmpty();
            corrected.add(stale ? new Used(column.key(), candidates.remove(0), column.reference()) : column);
        }
        return corrected;
    }

    private List<String> indexColumns(String constraint) throws SQLException {
        Set<String> indexes = rows(INDEXES, row -> row.getString(1).equals(constraint) ? row.getString(2) : "").stream()
                .collect(Collectors.toSet());
        return rows(INDEX_COLUMNS, row -> indexes.contains(row.getString(1)) ? row.getString(2) : "").stream()
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private <T> List<T> rows(String sql, Rows.Reader<T> reader) throws SQLException {
        return Rows.list(connection, filled.apply(sql), reader);
    }
}
