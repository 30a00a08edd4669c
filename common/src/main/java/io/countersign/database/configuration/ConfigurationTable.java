package io.countersign.database.configuration;

import java.util.List;
import java.util.Optional;

/**
 * A table as the database has it.
 *
 * @param title as {@code countersign.yml} writes it
 * @param sql qualified and quoted
 * @param columns those with values of their own, in their order
 */
record ConfigurationTable(String title, String schema, String name, String sql, List<Column> columns) {
    ConfigurationTable {
        columns = List.copyOf(columns);
    }

    /**
     * @param quoted the name in SQL
     * @param reading an SQL expression for its exact text, or for its bytes where it is binary
     * @param writing a parameter of a statement, with whatever makes the text a value again
     * @param number whether its values are sorted as numbers
     * @param key its place in the primary key, from 1; 0 outside of it
     * @param stopgap what can stand there for a moment
     * @param room what fits there
     */
    record Column(
            String name,
            String quoted,
            String reading,
            String writing,
            boolean binary,
            boolean number,
            int key,
            Stopgap stopgap,
            Room room) {

        Column with(Stopgap other, Room its) {
            return new Column(name, quoted, reading, writing, binary, number, key, other, its);
        }
    }

    List<Column> key() {
        return columns.stream()
                .filter(column -> column.key() > 0)
                .sorted(java.util.Comparator.comparingInt(Column::key))
                .toList();
    }

    List<Column> others() {
        return columns.stream().filter(column -> column.key() == 0).toList();
    }

    Optional<Column> column(String wanted) {
        return columns.stream()
                .filter(column -> column.name().equals(wanted))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(wanted))
                        .findFirst());
    }

    /** Where a column stands. */
    int place(Column column) {
        return columns.indexOf(column);
    }
}
