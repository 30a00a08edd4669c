package io.countersign.environment.postgresql;

import io.countersign.database.jdbc.Identifiers;
import io.countersign.environment.LimitedTables;
import io.countersign.promotion.RowLimit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses rows so that every foreign key holds. A limited table gives the rows of its limit; a table without a limit that
 * refers to a limited one, directly or not, follows: it keeps the rows of which everything they refer to is taken. Then
 * whatever the taken rows still lack is added, and what that lacks, until nothing is missing; so circles come to an end.
 */
final class Subset {
    private static final int BATCH = 10_000;

    private final Connection connection;
    private final List<ForeignKey> keys;
    private final List<Limited> limited = new ArrayList<>();
    private final Map<String, RowLimit> limits = new LinkedHashMap<>();
    private final Map<String, RowSet> taken = new LinkedHashMap<>();
    private final Map<String, Long> chosen = new HashMap<>();
    private final Queue<Portion> incomplete = new ArrayDeque<>();

    /**
     * A table that has a limit.
     *
     * @param from what to select its rows from
     * @param parts the tables that have these rows: itself, or its partitions
     */
    private record Limited(String from, Set<String> parts, RowLimit limit) {}

    /** Rows whose references have not been looked at yet. */
    private record Portion(String table, List<String> places) {}

    private Subset(Connection connection, List<ForeignKey> keys) {
        this.connection = connection;
        this.keys = keys;
    }

    /**
     * The tables with what is taken of them.
     *
     * @param limits by table, with or without its schema
     */
    static List<SourceTable> of(Connection connection, List<SourceTable> tables, Map<String, RowLimit> limits)
            throws SQLException {
        if (limits.isEmpty()) {
            return tables;
        }
        Subset subset = new Subset(connection, ForeignKey.all(connection));
        // an extension's table is not limited, and a partition is by the table it is part of
        List<SourceTable> whole =
                tables.stream().filter(table -> table.condition().isEmpty()).toList();
        Set<SourceTable.Classified> named =
                whole.stream().map(SourceTable::classified).collect(Collectors.toCollection(LinkedHashSet::new));
        LimitedTables.of(limits, named, Subset::spellings)
                .forEach((name, limit) -> subset.limit(
                        whole.stream()
                                .filter(table -> table.classified().equals(name))
                                .toList(),
                        limit));
        subset.choose();
        List<SourceTable> result = new ArrayList<>();
        for (SourceTable table : tables) {
            RowSet rows = subset.taken.get(table.name());
            result.add(rows == null ? table : table.limited(rows.arrays(BATCH), subset.reason(table.name(), rows)));
        }
        return result;
    }

    private static List<String> spellings(SourceTable.Classified table) {
        String title = table.schema() + "." + table.table();
        return table.schema().equals("public") ? List.of(title, table.table()) : List.of(title);
    }

    private void limit(List<SourceTable> parts, RowLimit limit) {
        SourceTable first = parts.get(0);
        String from = first.isPartition()
                ? Identifiers.quoted(first.classified().schema()) + "."
                        + Identifiers.quoted(first.classified().table())
                : "ONLY " + first.name();
        Set<String> names = parts.stream().map(SourceTable::name).collect(Collectors.toUnmodifiableSet());
        limited.add(new Limited(from, names, limit));
        names.forEach(name -> limits.put(name, limit));
    }

    private void choose() throws SQLException {
        for (Limited one : limited) {
            one.parts().forEach(part -> taken.put(part, new RowSet()));
            read(
                    "SELECT t.ctid, format('%I.%I', n.nspname, c.relname) FROM (SELECT ctid, tableoid FROM "
                            + one.from()
                            + rows(one.limit()) + ") t JOIN pg_class c ON c.oid = t.tableoid"
                            + " JOIN pg_namespace n ON n.oid = c.relnamespace",
                    place -> Optional.ofNullable(taken.get(place[1])).ifPresent(rows -> rows.add(place[0])));
        }
        Set<String> following = following();
        while (follow(following)) {
            // again, because what one table lost may be what another one referred to
        }
        taken.forEach((table, rows) -> chosen.put(table, rows.size()));
        taken.forEach((table, rows) -> incomplete.add(new Portion(table, rows.arrays(BATCH))));
        while (!incomplete.isEmpty()) {
            complete(incomplete.remove());
        }
    }

    private static String rows(RowLimit limit) {
        if (limit instanceof RowLimit.Rows rows) {
            return " ORDER BY hashtext(ctid::text), ctid, tableoid LIMIT " + rows.count();
        }
        return limit instanceof RowLimit.Percent part
                ? " WHERE mod(abs(hashtext(ctid::text)::bigint), 10000) < " + part.percent() * 100
                : " WHERE (" + ((RowLimit.Where) limit).condition() + ")";
    }

    /** Tables that refer to a limited one, directly or not, and have no limit of their own. */
    private Set<String> following() {
        Set<String> affected = new LinkedHashSet<>(limits.keySet());
        boolean more = true;
        while (more) {
            more = false;
            for (ForeignKey key : keys) {
                if (affected.contains(key.parent())) {
                    more |= affected.add(key.child());
                }
            }
        }
        affected.removeAll(limits.keySet());
        return affected;
    }

    /** Takes for each following table what everything is taken for; says whether that changed anything. */
    private boolean follow(Set<String> following) throws SQLException {
        boolean changed = false;
        for (String table : following) {
            List<ForeignKey> upward = keys.stream()
                    .filter(key -> key.child().equals(table)
                            && (limits.containsKey(key.parent()) || following.contains(key.parent())))
                    .toList();
            StringBuilder sql = new StringBuilder("SELECT c.ctid");
            StringBuilder joins = new StringBuilder(" FROM ONLY " + table + " c");
            for (int i = 0; i < upward.size(); i++) {
                sql.append(", p").append(i).append(".ctid");
                joins.append(" LEFT JOIN ONLY ")
                        .append(upward.get(i).parent())
                        .append(" p")
                        .append(i)
                        .append(" ON ")
                        .append(upward.get(i).join().replace(" p.", " p" + i + "."));
            }
            RowSet rows = new RowSet();
            read(sql.append(joins).toString(), places -> {
                if (allTaken(places, upward)) {
                    rows.add(places[0]);
                }
            });
            RowSet before = taken.put(table, rows);
            changed |= before == null || before.size() != rows.size();
        }
        return changed;
    }

    private boolean allTaken(String[] places, List<ForeignKey> upward) {
        for (int i = 0; i < upward.size(); i++) {
            RowSet parents = taken.get(upward.get(i).parent());
            // a table that has not been looked at yet counts as whole
            if (!places[i + 1].isEmpty() && parents != null && !parents.contains(places[i + 1])) {
                return false;
            }
        }
        return true;
    }

    /** Adds what these rows refer to; what that refers to has its turn later. */
    private void complete(Portion portion) throws SQLException {
        for (ForeignKey key : keys) {
            RowSet parents = taken.get(key.parent());
            if (!key.child().equals(portion.table()) || parents == null) {
                continue;
            }
            RowSet added = new RowSet();
            for (String batch : portion.places()) {
                read(
                        "SELECT DISTINCT p.ctid FROM ONLY " + key.child() + " c JOIN ONLY " + key.parent() + " p ON "
                                + key.join() + " WHERE c.ctid = ANY (?::tid[])",
                        place -> {
                            if (parents.add(place[0])) {
                                added.add(place[0]);
                            }
                        },
                        batch);
            }
            if (added.size() > 0) {
                incomplete.add(new Portion(key.parent(), added.arrays(BATCH)));
            }
        }
    }

    private String reason(String table, RowSet rows) {
        long first = Optional.ofNullable(chosen.get(table)).orElse(0L);
        String why = Optional.ofNullable(limits.get(table))
                .map(limit -> first + " by the limit \"" + limit.text() + "\"")
                .orElse(first + " because all they refer to is taken");
        return rows.size() == first ? why : why + ", " + (rows.size() - first) + " because others refer to them";
    }

    @FunctionalInterface
    private interface Reader {
        void row(String[] places);
    }

    private void read(String sql, Reader reader, String... arguments) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(BATCH);
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                String[] places = new String[rows.getMetaData().getColumnCount()];
                while (rows.next()) {
                    for (int i = 0; i < places.length; i++) {
                        places[i] = Optional.ofNullable(rows.getString(i + 1)).orElse("");
                    }
                    reader.row(places);
                }
            }
        }
    }
}
