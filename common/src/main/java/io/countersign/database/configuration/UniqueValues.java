package io.countersign.database.configuration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets rows of one table take unique values from one another. Databases look at uniqueness row by row, so of two rows that
 * exchange their values the first would meet the second. Whoever has a value that another row is to get lets go of it before:
 * something else stands in the column for the moment.
 */
final class UniqueValues {
    private final ConfigurationTable table;
    private final List<List<ConfigurationTable.Column>> uniques;

    /** @param uniques columns of which no two rows have the same values, beside the primary key */
    UniqueValues(ConfigurationTable table, List<List<ConfigurationTable.Column>> uniques) {
        this.table = table;
        this.uniques = uniques;
    }

    /**
     * Before the changes are made.
     *
     * @return what stands meanwhile where a row let go of a value
     */
    Map<RowChange, List<Optional<String>>> release(Connection connection, TableChanges changes) throws SQLException {
        Map<RowChange, List<Optional<String>>> standing = new HashMap<>();
        for (List<ConfigurationTable.Column> unique : uniques) {
            Set<RowChange> holders = holders(unique, changes);
            if (!holders.isEmpty()) {
                release(connection, unique, holders, changes, standing);
            }
        }
        return standing;
    }

    /** Whose values another row is to get. */
    private Set<RowChange> holders(List<ConfigurationTable.Column> unique, TableChanges changes) {
        Map<List<String>, RowChange> before = new HashMap<>();
        for (RowChange change : changes.changes()) {
            change.before().flatMap(row -> values(unique, row)).ifPresent(values -> before.put(values, change));
        }
        Set<RowChange> holders = new LinkedHashSet<>();
        for (RowChange change : changes.changes()) {
            change.after()
                    .flatMap(row -> values(unique, row))
                    .flatMap(values -> Optional.ofNullable(before.get(values)))
                    .filter(holder -> !holder.equals(change))
                    .ifPresent(holders::add);
        }
        return holders;
    }

    /** As a database that does not tell capitals from small letters sees them; null is nobody's. */
    private Optional<List<String>> values(List<ConfigurationTable.Column> unique, List<Optional<String>> row) {
        List<String> values = new ArrayList<>();
        for (ConfigurationTable.Column column : unique) {
            Optional<String> value = row.get(table.place(column));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get().toLowerCase(Locale.ROOT));
        }
        return Optional.of(values);
    }

    private void release(
            Connection connection,
            List<ConfigurationTable.Column> unique,
            Set<RowChange> holders,
            TableChanges changes,
            Map<RowChange, List<Optional<String>>> standing)
            throws SQLException {
        TableRows rows = new TableRows(table);
        List<List<Optional<String>>> all = new ArrayList<>(rows.read(connection));
        // what stands in the meantime must not meet what others are to get either
        changes.changes().forEach(change -> change.after().ifPresent(all::add));
        for (RowChange holder : holders) {
            List<Optional<String>> now =
                    standing.getOrDefault(holder, holder.before().orElseThrow());
            List<Optional<String>> released = released(unique, holder, now, all);
            rows.update(connection, now, released);
            standing.put(holder, released);
            all.add(released);
        }
    }

    /** Rather by a column that the change writes anyway. */
    private List<Optional<String>> released(
            List<ConfigurationTable.Column> unique,
            RowChange holder,
            List<Optional<String>> now,
            List<List<Optional<String>>> all) {
        List<Optional<String>> before = holder.before().orElseThrow();
        return unique.stream()
                .filter(column -> column.key() == 0 && column.stopgap() != Stopgap.NONE)
                .sorted(Comparator.comparing((ConfigurationTable.Column column) -> holder.after()
                                .filter(after -> after.get(table.place(column)).equals(before.get(table.place(column))))
                                .isPresent())
                        .thenComparing(ConfigurationTable.Column::stopgap))
                .flatMap(column -> column.stopgap().value(taken(column, all), column.room()).stream()
                        .map(value -> {
                            List<Optional<String>> released = new ArrayList<>(now);
                            released.set(table.place(column), value);
                            return released;
                        }))
                .findFirst()
                .orElseThrow(() -> Refusals.refused(
                        table.title() + " " + holder.key()
                                + " has a unique value that another row is to get, and nothing"
                                + " can stand in its place for the moment.",
                        "Change the row that has it first, by an import of its own."));
    }

    private Set<String> taken(ConfigurationTable.Column column, List<List<Optional<String>>> all) {
        Set<String> taken = new HashSet<>();
        all.forEach(row -> row.get(table.place(column)).ifPresent(taken::add));
        return taken;
    }
}
