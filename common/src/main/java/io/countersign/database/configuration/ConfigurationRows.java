package io.countersign.database.configuration;

import java.util.List;
import java.util.Optional;

/**
 * The rows of one table, as a file holds them.
 *
 * @param table as {@code countersign.yml} writes it: {@code country} or {@code shop.country}
 * @param key the primary key's columns
 * @param columns all columns that have values of their own
 * @param rows sorted by key; one exact text a column, empty for null
 */
public record ConfigurationRows(
        String table, List<String> key, List<String> columns, List<List<Optional<String>>> rows) {
    public ConfigurationRows {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
