package io.countersign.environment.masking;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskingRules;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules of a stage, held against the tables of a source: every column is classified, every rule fits its column, and the
 * key is at hand. Safe for use by several threads.
 */
public final class Masking {
    private static final int NAMED = 40;

    private final MaskingKey key;
    private final Map<String, Map<String, MaskRule>> rules;
    private final Map<String, TableFacts> tables;

    private Masking(MaskingKey key, Map<String, Map<String, MaskRule>> rules, Map<String, TableFacts> tables) {
        this.key = key;
        this.rules = rules;
        this.tables = tables;
    }

    /** What was done to a column, for reports. */
    public record MaskedColumn(String table, String column, String rule) implements Serializable {}

    /**
     * @param key empty where none was named, which is enough for rules that need none
     * @param schema the schema whose tables the rules name without one
     * @param tables every table that will be copied
     * @throws CountersignException MASKING_INCOMPLETE with every column that no rule names, and a suggestion for each;
     *     MASKING_UNFIT where a rule does not fit; PARAMETER_MISSING where a rule needs a key
     */
    public static Masking of(MaskingRules rules, Optional<MaskingKey> key, String schema, List<TableFacts> tables) {
        Map<String, Map<String, MaskRule>> resolved = new LinkedHashMap<>();
        Map<String, TableFacts> named = new LinkedHashMap<>();
        for (TableFacts table : tables) {
            named.put(table.title(), table);
            resolved.put(table.title(), rulesOf(rules, schema, table));
        }
        requireKnown(rules, schema, tables);
        requireClassified(resolved, tables);
        boolean keyed = resolved.values().stream()
                .flatMap(columns -> columns.values().stream())
                .anyMatch(Masking::needsKey);
        if (keyed && key.isEmpty()) {
            throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                    .found("The masking rules name no key.")
                    .expected("a secret that the lower stage does not have.")
                    .remedy(
                            "Name one under masking: key: { environment: NAME }, or { id: … } for a server of settings.xml.")
                    .build();
        }
        Masking masking = new Masking(key.orElseGet(MaskingKey::none), resolved, named);
        tables.forEach(table -> masking.table(
                table.schema(),
                table.name(),
                table.columns().stream()
                        .filter(column -> !column.computed())
                        .map(ColumnFacts::name)
                        .toList()));
        return masking;
    }

    /** A new mask for one thread that reads these columns, in this order. */
    public TableMask table(String schema, String name, List<String> columns) {
        String title = schema + "." + name;
        TableFacts facts = tables.get(title);
        if (facts == null) {
            throw new IllegalArgumentException("the table " + title + " was not among those that were classified");
        }
        Map<String, MaskRule> columnRules = rules.getOrDefault(title, Map.of());
        ColumnMasks maker = new ColumnMasks(key);
        List<Optional<String>> expressions = new ArrayList<>();
        List<Optional<ColumnMask>> masks = new ArrayList<>();
        for (String column : columns) {
            ColumnFacts known = facts.columns().stream()
                    .filter(candidate -> candidate.name().equals(column))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no column " + column + " of " + title));
            MaskRule rule = columnRules.get(column);
            if (rule == null) {
                throw new IllegalArgumentException("the column " + title + "." + column + " is computed");
            }
            expressions.add(expression(rule));
            masks.add(maker.of(rule, known, title + "." + column));
        }
        return new TableMask(title, columns, expressions, masks);
    }

    /** Every column and its rule, in order. */
    public List<MaskedColumn> columns() {
        return rules.entrySet().stream()
                .flatMap(table -> table.getValue().entrySet().stream()
                        .map(column -> new MaskedColumn(
                                table.getKey(),
                                column.getKey(),
                                column.getValue().text())))
                .toList();
    }

    private static Optional<String> expression(MaskRule rule) {
        if (rule instanceof MaskRule.Nothing) {
            return Optional.of("NULL");
        }
        return rule instanceof MaskRule.Sql sql ? Optional.of("(" + sql.expression() + ")") : Optional.empty();
    }

    private static boolean needsKey(MaskRule rule) {
        if (rule instanceof MaskRule.Each each) {
            return needsKey(each.rule());
        }
        if (rule instanceof MaskRule.Json json) {
            return needsKey(json.otherwise()) || json.paths().values().stream().anyMatch(Masking::needsKey);
        }
        return !(rule instanceof MaskRule.Keep
                || rule instanceof MaskRule.Nothing
                || rule instanceof MaskRule.Constant
                || rule instanceof MaskRule.Sql);
    }

    /** The rules for a table by its columns' own names. Names count without regard to case where that is not ambiguous. */
    private static Map<String, MaskRule> rulesOf(MaskingRules rules, String schema, TableFacts table) {
        Map<String, MaskRule> found = new LinkedHashMap<>();
        Map<String, MaskRule> written = rules.tables().entrySet().stream()
                .filter(entry -> names(entry.getKey(), schema, table))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Map.of());
        for (ColumnFacts column : table.columns()) {
            Optional.ofNullable(written.get(column.name()))
                    .or(() -> written.entrySet().stream()
                            .filter(entry -> entry.getKey().equalsIgnoreCase(column.name()))
                            .map(Map.Entry::getValue)
                            .findFirst())
                    .ifPresent(rule -> found.put(column.name(), rule));
        }
        return found;
    }

    private static boolean names(String written, String schema, TableFacts table) {
        return written.equalsIgnoreCase(table.title())
                || (table.schema().equals(schema) && written.equalsIgnoreCase(table.name()));
    }

    /** A rule for what isn't there is a rule that was meant for something else. */
    private static void requireKnown(MaskingRules rules, String schema, List<TableFacts> tables) {
        List<String> unknown = new ArrayList<>();
        rules.tables().forEach((written, columns) -> {
            Optional<TableFacts> table = tables.stream()
                    .filter(facts -> names(written, schema, facts))
                    .findFirst();
            if (table.isEmpty()) {
                unknown.add("the table " + written);
                return;
            }
            columns.keySet().stream()
                    .filter(column -> table.get().columns().stream()
                            .noneMatch(known -> known.name().equalsIgnoreCase(column)))
                    .forEach(column -> unknown.add("the column " + written + "." + column));
        });
        if (!unknown.isEmpty()) {
            throw CountersignException.problem(ProblemCode.MASKING_UNFIT)
                    .found("The masking rules name what the source does not have: %s.", String.join(", ", unknown))
                    .expected("rules for the tables and columns of the source.")
                    .remedy("Correct the names, or take the rules out.")
                    .build();
        }
    }

    private static void requireClassified(Map<String, Map<String, MaskRule>> rules, List<TableFacts> tables) {
        List<String> missing = new ArrayList<>();
        for (TableFacts table : tables) {
            Map<String, MaskRule> known = rules.getOrDefault(table.title(), Map.of());
            table.columns().stream()
                    .filter(column -> !column.computed() && !known.containsKey(column.name()))
                    .forEach(column -> missing.add(table.title() + "." + column.name() + " (suggested: "
                            + Suggestion.byName(column).rule().text() + ")"));
        }
        if (!missing.isEmpty()) {
            String more = missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : "";
            throw CountersignException.problem(ProblemCode.MASKING_INCOMPLETE)
                    .found(
                            "%s",
                            (missing.size() == 1 ? "A column is" : missing.size() + " columns are")
                                    + " not classified: "
                                    + missing.stream().limit(NAMED).collect(Collectors.joining(", "))
                                    + more + ".")
                    .expected("a rule for every column, so that nothing reaches the lower stage by oversight.")
                    .remedy(
                            "Add the rules under masking: tables: in stages.yml; countersign:classify writes a first set.")
                    .build();
        }
    }
}
