package io.countersign.plan;

import io.countersign.database.configuration.TableChanges;
import io.countersign.report.Counted;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration data of a release would change, compared with the rows of now.
 *
 * @param tables only those that differ
 * @param unknown why it cannot be compared before the changesets are applied; empty where it was
 */
public record ConfigurationPreview(List<TableChanges> tables, Optional<String> unknown) {
    private static final int SHOWN = 100;

    /** Of a release without configuration data. */
    public static final ConfigurationPreview NONE = new ConfigurationPreview(List.of(), Optional.empty());

    public ConfigurationPreview {
        tables = List.copyOf(tables);
    }

    /** One line for people. */
    String summary() {
        if (unknown.isPresent()) {
            return "compared when the changesets are applied: " + unknown.get();
        }
        return tables.isEmpty()
                ? "no row differs"
                : Counted.of(tables.stream().mapToLong(TableChanges::inserts).sum(), "row") + " to add, "
                        + tables.stream().mapToLong(TableChanges::updates).sum() + " to change, "
                        + tables.stream().mapToLong(TableChanges::deletes).sum() + " to remove";
    }

    /** A line a row, the first of them. */
    List<String> lines() {
        List<String> lines =
                tables.stream().flatMap(table -> table.lines().stream()).toList();
        return lines.stream().limit(SHOWN).toList();
    }

    String title() {
        int all = tables.stream().mapToInt(table -> table.changes().size()).sum();
        return all > SHOWN ? "Configuration data: the first " + SHOWN + " of " + all + " rows" : "Configuration data";
    }
}
