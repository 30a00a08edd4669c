package io.countersign.environment.rows;

import io.countersign.database.TargetDatabase;
import io.countersign.environment.LimitedTables;
import io.countersign.problem.CountersignException;
import io.countersign.promotion.RowLimit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Chooses rows by their primary keys so that every foreign key holds: those of the limits, of tables that refer to limited ones
 * those of which all they refer to is taken, and then whatever the taken ones still refer to, until nothing is missing. What
 * is taken is held in memory.
 */
final class RowSubset {
    private static final int FETCHED = 500;

    private final Connection connection;
    private final List<Reference> references;
    private final RowKeys keys;
    private final Map<RowTable, RowLimit> limits = new LinkedHashMap<>();
    private final Map<RowTable, Set<String>> taken = new LinkedHashMap<>();
    private final Map<RowTable, Integer> chosen = new HashMap<>();

    private RowSubset(Connection connection, List<Reference> references, RowKeys keys) {
        this.connection = connection;
        this.references = references;
        this.keys = keys;
    }

    /**
     * What is taken of the tables that are not taken whole.
     *
     * @param limits by table, with or without its schema
     * @throws CountersignException CLONE_REFUSED where a limit names no table for certain, or a table has no primary key
     */
    static Map<RowTable, TakenRows> of(TargetDatabase source, List<RowTable> tables, Map<String, RowLimit> limits) {
        if (limits.isEmpty()) {
            return Map.of();
        }
        try {
            Connection connection = source.connection();
            RowSubset subset =
                    new RowSubset(connection, Reference.all(connection, tables), RowKeys.of(connection, tables));
            String schema = source.schema();
            subset.limits.putAll(LimitedTables.of(limits, tables, table -> spellings(table, schema)));
            subset.choose();
            Map<RowTable, TakenRows> result = new LinkedHashMap<>();
            subset.taken.forEach((table, rows) ->
                    result.put(table, new TakenRows(subset.keys.of(table), rows, subset.reason(table, rows.size()))));
            return result;
        } catch (SQLException e) {
            throw source.errors().withoutValues().during("rows were chosen", e);
        }
    }

    private static List<String> spellings(RowTable table, String schema) {
        String title = table.schema() + "." + table.name();
        return table.schema().equals(schema) ? List.of(title, table.name()) : List.of(title);
    }

    private void choose() throws SQLException {
        for (Map.Entry<RowTable, RowLimit> limit : limits.entrySet()) {
            taken.put(limit.getKey(), limited(limit.getKey(), limit.getValue()));
        }
        Set<RowTable> following = following();
        while (follow(following)) {
            // again, because what one table lost may be what another one referred to
        }
        taken.forEach((table, rows) -> chosen.put(table, rows.size()));
        boolean more = true;
        while (more) {
            more = false;
            for (Reference reference : references) {
                more |= complete(reference);
            }
        }
    }

    /** Which come first is drawn by their keys, so that they are spread over the table and the same every time. */
    private Set<String> limited(RowTable table, RowLimit limit) throws SQLException {
        Set<String> rows = new HashSet<>();
        String from = " FROM " + table.quoted();
        if (limit instanceof RowLimit.Where where) {
            read(
                    "SELECT " + keys.selection(table, "") + from + " WHERE (" + where.condition() + ")",
                    List.of(table),
                    row -> rows.add(row.get(0)));
        } else if (limit instanceof RowLimit.Percent part) {
            read("SELECT " + keys.selection(table, "") + from, List.of(table), row -> {
                if (drawn(row.get(0)) % 100 < part.percent()) {
                    rows.add(row.get(0));
                }
            });
        } else {
            int most = ((RowLimit.Rows) limit).count();
            PriorityQueue<String> first = new PriorityQueue<>(
                    Comparator.comparingLong(RowSubset::drawn).reversed());
            read("SELECT " + keys.selection(table, "") + from, List.of(table), row -> {
                first.add(row.get(0));
                if (first.size() > most) {
                    first.remove();
                }
            });
            rows.addAll(first);
        }
        return rows;
    }

    private static long drawn(String key) {
        long mixed = key.hashCode() * 0x9E3779B97F4A7C15L;
        return (mixed ^ (mixed >>> 29)) >>> 1;
    }

    private Set<RowTable> following() {
        Set<RowTable> affected = new LinkedHashSet<>(limits.keySet());
        boolean more = true;
        while (more) {
            more = false;
            for (Reference reference : references) {
                more |= affected.contains(reference.parent()) && affected.add(reference.child());
            }
        }
        affected.removeAll(limits.keySet());
        return affected;
    }

    private boolean follow(Set<RowTable> following) throws SQLException {
        boolean changed = false;
        for (RowTable table : following) {
            List<Reference> upward = references.stream()
                    .filter(reference -> reference.child().equals(table)
                            && (limits.containsKey(reference.parent()) || following.contains(reference.parent())))
                    .toList();
            List<RowTable> places = new ArrayList<>(List.of(table));
            StringBuilder sql = new StringBuilder("SELECT ").append(keys.selection(table, "c."));
            StringBuilder joins = new StringBuilder(" FROM " + table.quoted() + " c");
            for (int i = 0; i < upward.size(); i++) {
                Reference reference = upward.get(i);
                places.add(reference.parent());
                sql.append(", ").append(keys.selection(reference.parent(), "p" + i + "."));
                joins.append(" LEFT JOIN ")
                        .append(reference.parent().quoted())
                        .append(" p")
                        .append(i)
                        .append(" ON ")
                        .append(reference.join("c", "p" + i));
            }
            Set<String> rows = new HashSet<>();
            read(sql.append(joins).toString(), places, row -> {
                if (allTaken(row, upward)) {
                    rows.add(row.get(0));
                }
            });
            Set<String> before = taken.put(table, rows);
            changed |= before == null || before.size() != rows.size();
        }
        return changed;
    }

    private boolean allTaken(List<String> row, List<Reference> upward) {
        for (int i = 0; i < upward.size(); i++) {
            Set<String> parents = taken.get(upward.get(i).parent());
            // a table that has not been looked at yet counts as whole
            if (!row.get(i + 1).isEmpty() && parents != null && !parents.contains(row.get(i + 1))) {
                return false;
            }
        }
        return true;
    }

    /** Adds what taken rows refer to; says whether there was anything to add. */
    private boolean complete(Reference reference) throws SQLException {
        Set<String> parents = taken.get(reference.parent());
        Set<String> children = taken.get(reference.child());
        if (parents == null || children == null) {
            return false;
        }
        Set<String> missing = new HashSet<>();
        read(
                "SELECT " + keys.selection(reference.child(), "c.") + ", " + keys.selection(reference.parent(), "p.")
                        + " FROM " + reference.child().quoted() + " c JOIN "
                        + reference.parent().quoted() + " p ON "
                        + reference.join("c", "p"),
                List.of(reference.child(), reference.parent()),
                row -> {
                    if (children.contains(row.get(0)) && !parents.contains(row.get(1))) {
                        missing.add(row.get(1));
                    }
                });
        return parents.addAll(missing);
    }

    private String reason(RowTable table, int rows) {
        int first = Optional.ofNullable(chosen.get(table)).orElse(0);
        String why = Optional.ofNullable(limits.get(table))
                .map(limit -> first + " by the limit \"" + limit.text() + "\"")
                .orElse(first + " because all they refer to is taken");
        return rows == first ? why : why + ", " + (rows - first) + " because others refer to them";
    }

    @FunctionalInterface
    private interface Reader {
        void row(List<String> keys);
    }

    /** @param tables whose keys the columns are, one after the other */
    private void read(String sql, List<RowTable> tables, Reader reader) throws SQLException {
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCHED);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    List<String> found = new ArrayList<>();
                    int at = 1;
                    for (RowTable table : tables) {
                        int size = keys.of(table).size();
                        found.add(RowKeys.read(rows, at, size));
                        at += size;
                    }
                    reader.row(found);
                }
            }
        }
    }
}
