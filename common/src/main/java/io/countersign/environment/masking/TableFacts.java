package io.countersign.environment.masking;

import java.util.List;
import java.util.Optional;

/**
 * A table, its columns in their order, and what they refer to.
 *
 * @param schema as the database spells it
 */
public record TableFacts(String schema, String name, List<ColumnFacts> columns, List<Reference> references) {
    public TableFacts {
        columns = List.copyOf(columns);
        references = List.copyOf(references);
    }

    /** One column of a foreign key: its values are values of another column, and must be masked alike. */
    public record Reference(String column, String schema, String table, String referred) {}

    /** For messages: {@code shop.customer}. */
    public String title() {
        return schema + "." + name;
    }

    Optional<ColumnFacts> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }
}
