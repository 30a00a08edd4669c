package io.countersign.promotion.yaml;

import io.countersign.promotion.RowLimit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how much of a source a stage's copies take: {@code clone: { limits: { TABLE: { rows: 1000 } } }}. */
final class LimitReader {
    private static final int MOST_ROWS = 1_000_000_000;

    private LimitReader() {}

    static Map<String, RowLimit> read(YamlMap stage) {
        Map<String, RowLimit> limits = new LinkedHashMap<>();
        stage.map("clone").ifPresent(clone -> {
            clone.map("limits")
                    .ifPresent(list -> list.names()
                            .forEach(table -> list.map(table)
                                    .ifPresent(entry ->
                                            limit(table, entry).ifPresent(limit -> limits.put(table, limit)))));
            clone.close();
        });
        return limits;
    }

    private static Optional<RowLimit> limit(String table, YamlMap entry) {
        Optional<RowLimit> rows = entry.number("rows", 0, MOST_ROWS).map(RowLimit.Rows::new);
        Optional<RowLimit> percent = entry.number("percent", 0, 100).map(RowLimit.Percent::new);
        Optional<RowLimit> where = entry.text("where").map(RowLimit.Where::new);
        long given = Stream.of(rows, percent, where).filter(Optional::isPresent).count();
        if (given != 1) {
            entry.mistake(
                    "rows",
                    "the limit of " + table + " is " + (given == 0 ? "empty" : "given twice"),
                    "rows, percent or where");
        }
        entry.close();
        return rows.or(() -> percent).or(() -> where);
    }
}
