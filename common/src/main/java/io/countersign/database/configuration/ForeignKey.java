package io.countersign.database.configuration;

import java.util.List;

/**
 * A reference from one table to another, by the names that the database uses.
 *
 * @param name the constraint's
 * @param spreads whether a change of the referred row changes or deletes the referring one
 * @param restricts whether the referred row can't be removed before the referring one, not even for a moment
 */
record ForeignKey(
        String name,
        String schema,
        String table,
        String referredSchema,
        String referredTable,
        List<Pair> pairs,
        boolean spreads,
        boolean restricts) {
    ForeignKey {
        pairs = List.copyOf(pairs);
    }

    /** A referring column and what it refers to. */
    record Pair(String column, String referred) {}

    boolean isOf(ConfigurationTable candidate) {
        return candidate.schema().equals(schema) && candidate.name().equals(table);
    }

    boolean refersTo(ConfigurationTable candidate) {
        return candidate.schema().equals(referredSchema) && candidate.name().equals(referredTable);
    }
}
