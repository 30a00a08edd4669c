package io.countersign.environment.masking;

import java.io.Serializable;
import java.util.List;

/**
 * A table and its columns in their order.
 *
 * @param schema as the database spells it
 */
public record TableFacts(String schema, String name, List<ColumnFacts> columns) implements Serializable {
    public TableFacts {
        columns = List.copyOf(columns);
    }

    /** For messages: {@code shop.customer}. */
    public String title() {
        return schema + "." + name;
    }
}
