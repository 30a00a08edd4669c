package io.countersign.database.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In which order rows are changed. Where references may be broken for the moment, removals come first, so that unique values
 * are free for others; elsewhere what is referred to is there before what refers to it, and goes after it.
 */
final class ChangeOrder {
    private final List<ConfigurationTable> sorted;
    private final List<ForeignKey> references;
    private final boolean deferred;

    /** One change of one table. */
    record Step(ConfigurationTable table, RowChange change) {}

    ChangeOrder(List<ConfigurationTable> tables, List<ForeignKey> references, Product product) {
        this.references = references;
        // a removal that spreads to rows that are about to be changed, or waits for them, comes after these changes
        this.deferred = product.defersReferences()
                && references.stream()
                        .noneMatch(reference -> (reference.spreads() || !product.defers(reference))
                                && tables.stream().anyMatch(reference::isOf)
                                && tables.stream().anyMatch(reference::refersTo));
        Set<ConfigurationTable> order = new LinkedHashSet<>();
        tables.forEach(table -> visit(table, tables, order, new LinkedHashSet<>()));
        this.sorted = List.copyOf(order);
    }

    /** What a table refers to comes before it; a circle is cut where it closes. */
    private void visit(
            ConfigurationTable table,
            List<ConfigurationTable> tables,
            Set<ConfigurationTable> order,
            Set<ConfigurationTable> open) {
        if (order.contains(table) || !open.add(table)) {
            return;
        }
        for (ForeignKey reference : references) {
            if (reference.isOf(table)) {
                tables.stream().filter(reference::refersTo).forEach(referred -> visit(referred, tables, order, open));
            }
        }
        order.add(table);
    }

    List<Step> steps(Map<ConfigurationTable, TableChanges> changes) {
        List<Step> removals = new ArrayList<>();
        List<Step> others = new ArrayList<>();
        for (ConfigurationTable table : sorted) {
            List<RowChange> all = Optional.ofNullable(changes.get(table))
                    .map(TableChanges::changes)
                    .orElse(List.of());
            List<RowChange> upserts = new ArrayList<>(
                    parentsFirst(table, all.stream().filter(RowChange::isInsert).toList()));
            upserts.addAll(
                    deferred ? 0 : upserts.size(),
                    all.stream().filter(RowChange::isUpdate).toList());
            upserts.forEach(change -> others.add(new Step(table, change)));
            List<RowChange> deletes =
                    parentsFirst(table, all.stream().filter(RowChange::isDelete).toList());
            deletes.forEach(change -> removals.add(0, new Step(table, change)));
        }
        List<Step> steps = new ArrayList<>(deferred ? removals : others);
        steps.addAll(deferred ? others : removals);
        return steps;
    }

    /** Within a table that refers to itself. */
    private List<RowChange> parentsFirst(ConfigurationTable table, List<RowChange> changes) {
        List<ForeignKey> own = references.stream()
                .filter(reference -> reference.isOf(table) && reference.refersTo(table))
                .toList();
        if (own.isEmpty()) {
            return changes;
        }
        Map<String, RowChange> byReferred = new HashMap<>();
        for (ForeignKey reference : own) {
            changes.forEach(change -> byReferred.put(
                    reference.name()
                            + values(
                                    table,
                                    change,
                                    reference.pairs().stream()
                                            .map(ForeignKey.Pair::referred)
                                            .toList()),
                    change));
        }
        Set<RowChange> order = new LinkedHashSet<>();
        changes.forEach(change -> visit(table, change, own, byReferred, order, new LinkedHashSet<>()));
        return List.copyOf(order);
    }

    private static void visit(
            ConfigurationTable table,
            RowChange change,
            List<ForeignKey> own,
            Map<String, RowChange> byReferred,
            Set<RowChange> order,
            Set<RowChange> open) {
        if (order.contains(change) || !open.add(change)) {
            return;
        }
        for (ForeignKey reference : own) {
            String wanted = reference.name()
                    + values(
                            table,
                            change,
                            reference.pairs().stream()
                                    .map(ForeignKey.Pair::column)
                                    .toList());
            Optional.ofNullable(byReferred.get(wanted))
                    .ifPresent(parent -> visit(table, parent, own, byReferred, order, open));
        }
        order.add(change);
    }

    private static String values(ConfigurationTable table, RowChange change, List<String> columns) {
        List<Optional<String>> row = change.after().or(change::before).orElseThrow();
        return columns.stream()
                .map(name -> row.get(table.place(table.column(name).orElseThrow())))
                .toList()
                .toString();
    }
}
