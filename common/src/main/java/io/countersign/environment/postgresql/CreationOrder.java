package io.countersign.environment.postgresql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Puts statements into an order in which each finds what it needs; among those that could come next, the order in which
 * they were read decides. What needs a key (a view that groups by one) comes apart, to be made behind the keys.
 *
 * @param early to be made before the data
 * @param late to be made behind the keys
 */
record CreationOrder(List<SchemaStatement> early, List<SchemaStatement> late) {

    static CreationOrder of(List<SchemaStatement> statements, Dependencies dependencies) {
        Map<ObjectId, List<SchemaStatement>> objects = new LinkedHashMap<>();
        for (SchemaStatement statement : statements) {
            objects.computeIfAbsent(statement.object(), any -> new ArrayList<>())
                    .add(statement);
        }
        Map<ObjectId, Integer> rank = new HashMap<>();
        objects.keySet().forEach(object -> rank.put(object, rank.size()));
        Map<ObjectId, Integer> missing = new HashMap<>();
        Map<ObjectId, List<ObjectId>> dependents = new HashMap<>();
        for (ObjectId object : objects.keySet()) {
            List<ObjectId> needed = dependencies.needs(object).stream()
                    .filter(rank::containsKey)
                    .toList();
            missing.put(object, needed.size());
            needed.forEach(one ->
                    dependents.computeIfAbsent(one, any -> new ArrayList<>()).add(object));
        }
        CreationOrder order = new CreationOrder(new ArrayList<>(), new ArrayList<>());
        Set<ObjectId> behindKeys = new HashSet<>();
        PriorityQueue<ObjectId> ready = new PriorityQueue<>(Comparator.comparing(rank::get));
        missing.forEach((object, count) -> {
            if (count == 0) {
                ready.add(object);
            }
        });
        while (!missing.isEmpty()) {
            // a circle is entered where it was read first; the server says what it lacks
            ObjectId next = ready.isEmpty()
                    ? missing.keySet().stream()
                            .min(Comparator.comparing(rank::get))
                            .orElseThrow()
                    : ready.remove();
            if (missing.remove(next) == null) {
                continue;
            }
            boolean late = dependencies.needs(next).stream()
                    .anyMatch(needed -> dependencies.isKey(needed) || behindKeys.contains(needed));
            if (late) {
                behindKeys.add(next);
            }
            (late ? order.late : order.early).addAll(objects.getOrDefault(next, List.of()));
            for (ObjectId dependent : dependents.getOrDefault(next, List.of())) {
                if (missing.containsKey(dependent) && missing.merge(dependent, -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        return order;
    }
}
