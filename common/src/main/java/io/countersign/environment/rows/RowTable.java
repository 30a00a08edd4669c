package io.countersign.environment.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table whose rows are read and written by plain SQL.
 *
 * @param title for receipts
 * @param schema as masking knows it
 * @param name likewise
 * @param quoted the table in SQL, the same on both sides
 * @param columns without computed ones
 * @param insertion what stands between the columns and VALUES, such as {@code OVERRIDING SYSTEM VALUE}
 * @param estimate about how many rows; for progress
 */
public record RowTable(
        String title,
        String schema,
        String name,
        String quoted,
        List<RowColumn> columns,
        String insertion,
        long estimate) {
    public RowTable {
        columns = List.copyOf(columns);
    }

    /**
     * One column.
     *
     * @param quoted the column in SQL
     * @param reading how it is selected, so that nothing is lost
     * @param placeholder how a value is put in
     */
    public record RowColumn(String name, String quoted, String reading, String placeholder, Carrier carrier) {}

    List<String> columnNames() {
        return columns.stream().map(RowColumn::name).toList();
    }

    /** The same table in a database whose schema has another name. */
    RowTable in(String otherSchema) {
        return new RowTable(title, otherSchema, name, quoted, columns, insertion, estimate);
    }

    /**
     * @param instead for each column what is selected instead of it; empty where the column itself is
     * @param more further columns behind them, quoted
     */
    String selection(List<Optional<String>> instead, List<String> more) {
        List<String> selected = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            selected.add(instead.get(i).orElse(columns.get(i).reading()));
        }
        selected.addAll(more);
        return "SELECT " + String.join(", ", selected) + " FROM " + quoted;
    }

    String writing() {
        return "INSERT INTO " + quoted
                + columns.stream().map(RowColumn::quoted).collect(Collectors.joining(", ", " (", ")")) + insertion
                + columns.stream().map(RowColumn::placeholder).collect(Collectors.joining(", ", " VALUES (", ")"));
    }
}
