package io.countersign.environment.masking;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of a stage, held against the tables of a source: every column is classified, every rule fits its column, and the
 * key is at hand. Safe for use by several threads.
 */
public final class Masking {
    private final MaskingKey key;
    private final Map<String, Map<String, MaskRule>> rules;
    private final Map<String, TableFacts> tables;

    private Masking(MaskingKey key, Map<String, Map<String, MaskRule>> rules, Map<String, TableFacts> tables) {
        this.key = key;
        this.rules = rules;
        this.tables = tables;
    }

    /** What was done to a column, for reports. */
    public record MaskedColumn(String table, String column, String rule) {}

    /**
     * @param key empty where none was named, which is enough for rules that need none
     * @param schema the schema whose tables the rules name without one
     * @param tables every table that will be copied
     * @throws CountersignException MASKING_INCOMPLETE with every column that no rule names, and a suggestion for each;
     *     MASKING_UNFIT where a rule does not fit; PARAMETER_MISSING where a rule needs a key
     */
    public static Masking of(MaskingRules rules, Optional<MaskingKey> key, String schema, List<TableFacts> tables) {
        Classification classification = Classification.of(rules, schema, tables);
        Map<String, Map<String, MaskRule>> resolved = classification.rules();
        Map<String, TableFacts> named = classification.tables();
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
            Optional<String> expression = expression(rule);
            Optional<ColumnMask> mask = maker.of(rule, known, title + "." + column);
            if (expression.isEmpty() && mask.isEmpty() && !keeps(rule)) {
                throw Unfit.column(
                        title + "." + column, rule.text(), "it would change nothing", "Choose another rule for it.");
            }
            expressions.add(expression);
            masks.add(mask);
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

    /** Every other rule has something to do; one that had not would let values through that receipts call masked. */
    private static boolean keeps(MaskRule rule) {
        return rule instanceof MaskRule.Keep
                || (rule instanceof MaskRule.Each each && each.rule() instanceof MaskRule.Keep);
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
}
