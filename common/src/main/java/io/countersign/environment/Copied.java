package io.countersign.environment;

import java.util.List;

/**
 * What a copy took over from a snapshot.
 *
 * @param tables sorted by name
 * @param leftOut what the source has and the copy has not, a phrase each
 */
public record Copied(List<TableReceipt> tables, List<String> leftOut) {
    public Copied {
        tables = List.copyOf(tables);
        leftOut = List.copyOf(leftOut);
    }

    public long rows() {
        return tables.stream().mapToLong(TableReceipt::rows).sum();
    }

    public long bytes() {
        return tables.stream().mapToLong(TableReceipt::bytes).sum();
    }
}
