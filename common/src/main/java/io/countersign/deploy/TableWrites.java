package io.countersign.deploy;

import io.countersign.database.TableContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table that was written to.
 *
 * @param before how many rows it had
 * @param after how many it has
 */
public record TableWrites(String table, long before, long after) {

    /** The tables that differ, sorted by name. */
    static List<TableWrites> between(List<TableContent> then, List<TableContent> now) {
        Map<String, TableContent> before = byName(then);
        Map<String, TableContent> after = byName(now);
        Map<String, TableContent> all = new TreeMap<>(before);
        all.putAll(after);
        List<TableWrites> writes = new ArrayList<>();
        for (String table : all.keySet()) {
            TableContent absent = new TableContent(table, 0, "absent");
            TableContent was = before.getOrDefault(table, absent);
            TableContent is = after.getOrDefault(table, absent);
            if (!was.equals(is)) {
                writes.add(new TableWrites(table, was.rows(), is.rows()));
            }
        }
        return writes;
    }

    private static Map<String, TableContent> byName(List<TableContent> contents) {
        return contents.stream().collect(Collectors.toMap(TableContent::table, Function.identity()));
    }

    /** For people: {@code book: 12 rows, now 15}. */
    public String line() {
        return before == after
                ? table + ": other content, " + after + " rows as before"
                : table + ": " + before + " rows, now " + after;
    }
}
