package io.countersign.database.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What differs in one table.
 *
 * @param columns as the database spells them
 */
public record TableChanges(String table, List<String> columns, List<RowChange> changes) {
    public TableChanges {
        columns = List.copyOf(columns);
        changes = List.copyOf(changes);
    }

    public long inserts() {
        return changes.stream().filter(RowChange::isInsert).count();
    }

    public long updates() {
        return changes.stream().filter(RowChange::isUpdate).count();
    }

    public long deletes() {
        return changes.stream().filter(RowChange::isDelete).count();
    }

    public TableChanges inverse() {
        return new TableChanges(
                table, columns, changes.stream().map(RowChange::inverse).toList());
    }

    /** One line a change: {@code + country CH}, {@code - …}, {@code ~ country CH: rate 7.7 → 8.1}. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (RowChange change : changes) {
            String row = table + " " + change.key();
            if (change.isInsert()) {
                lines.add("+ " + row);
            } else if (change.isDelete()) {
                lines.add("- " + row);
            } else {
                lines.add("~ " + row + ": " + String.join(", ", differences(change)));
            }
        }
        return lines;
    }

    /** The first lines of several tables. */
    public static List<String> lines(List<TableChanges> tables, int limit) {
        return tables.stream()
                .flatMap(table -> table.lines().stream())
                .limit(limit)
                .toList();
    }

    private List<String> differences(RowChange change) {
        List<Optional<String>> before = change.before().orElseThrow();
        List<Optional<String>> after = change.after().orElseThrow();
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                differences.add(columns.get(i) + " " + shown(before.get(i)) + " → " + shown(after.get(i)));
            }
        }
        return differences;
    }

    private static String shown(Optional<String> value) {
        return value.map(text -> text.length() > 60 ? text.substring(0, 57) + "..." : text.isEmpty() ? "\"\"" : text)
                .orElse("null");
    }
}
