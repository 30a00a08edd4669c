package io.countersign.environment.masking;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskingRules;
import io.countersign.promotion.WrittenNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules found for tables, by the tables' own names: nothing is without a rule, no rule is for what isn't there, and what
 * refers to a column has that column's rule.
 *
 * @param rules table's title → column → rule
 * @param tables table's title → table
 */
record Classification(Map<String, Map<String, MaskRule>> rules, Map<String, TableFacts> tables) {
    private static final int NAMED = 40;
    /** Its bookkeeping belongs to the schema, and tells nothing of anybody. */
    private static final Set<String> LIQUIBASE = Set.of("databasechangelog", "databasechangeloglock");

    static Classification of(MaskingRules rules, String schema, List<TableFacts> tables) {
        WrittenNames<TableFacts> names =
                new WrittenNames<>(rules.tables().keySet(), tables, table -> spellings(table, schema));
        requireKnown(rules, names);
        Map<String, Map<String, MaskRule>> resolved = new LinkedHashMap<>();
        Map<String, TableFacts> named = new LinkedHashMap<>();
        for (TableFacts table : tables) {
            named.put(table.title(), table);
            resolved.put(
                    table.title(),
                    rulesOf(names.nameOf(table).map(rules.tables()::get).orElse(Map.of()), table));
        }
        requireClassified(resolved, tables);
        Classification classification = new Classification(resolved, named);
        tables.forEach(table -> table.references().forEach(reference -> classification.requireAlike(table, reference)));
        return classification;
    }

    private static List<String> spellings(TableFacts table, String schema) {
        return table.schema().equals(schema) ? List.of(table.title(), table.name()) : List.of(table.title());
    }

    private static WrittenNames<ColumnFacts> columns(Map<String, MaskRule> written, TableFacts table) {
        return new WrittenNames<>(written.keySet(), table.columns(), column -> List.of(column.name()));
    }

    /** Whether a table is Liquibase's own, whose columns need no rules. */
    static boolean isBookkeeping(TableFacts table) {
        return LIQUIBASE.contains(table.name().toLowerCase(Locale.ROOT));
    }

    /** The rules for a table by its columns' own names. */
    private static Map<String, MaskRule> rulesOf(Map<String, MaskRule> written, TableFacts table) {
        Map<String, MaskRule> found = new LinkedHashMap<>();
        if (isBookkeeping(table)) {
            table.columns().forEach(column -> found.put(column.name(), new MaskRule.Keep()));
            return found;
        }
        WrittenNames<ColumnFacts> names = columns(written, table);
        for (ColumnFacts column : table.columns()) {
            names.nameOf(column).map(written::get).ifPresent(rule -> found.put(column.name(), rule));
        }
        return found;
    }

    /** A rule for what isn't there is a rule that was meant for something else. */
    private static void requireKnown(MaskingRules rules, WrittenNames<TableFacts> tables) {
        List<String> unknown = new ArrayList<>();
        List<String> doubtful = new ArrayList<>();
        rules.tables().forEach((written, columns) -> {
            Optional<TableFacts> table = tables.meaning(written);
            if (table.isEmpty()) {
                note("the table " + written, tables.doubt(written), unknown, doubtful);
                return;
            }
            WrittenNames<ColumnFacts> names = columns(columns, table.get());
            columns.keySet().stream()
                    .filter(column -> names.meaning(column).isEmpty())
                    .forEach(column ->
                            note("the column " + written + "." + column, names.doubt(column), unknown, doubtful));
        });
        if (!unknown.isEmpty()) {
            throw CountersignException.problem(ProblemCode.MASKING_UNFIT)
                    .found("The masking rules name what the source does not have: %s.", String.join(", ", unknown))
                    .expected("rules for the tables and columns of the source.")
                    .remedy("Correct the names, or take the rules out.")
                    .build();
        }
        if (!doubtful.isEmpty()) {
            throw CountersignException.problem(ProblemCode.MASKING_UNFIT)
                    .found("Names in the masking rules leave open what they mean: %s.", String.join(", ", doubtful))
                    .expected("tables and columns spelt as the source spells them, capitals too, each once.")
                    .remedy("Correct the names, or take the rules out that are too many.")
                    .build();
        }
    }

    private static void note(String what, Optional<String> doubt, List<String> unknown, List<String> doubtful) {
        doubt.ifPresentOrElse(why -> doubtful.add(what + " " + why), () -> unknown.add(what));
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

    /** What refers to a value has to become what the value becomes. */
    private void requireAlike(TableFacts table, TableFacts.Reference reference) {
        TableFacts referred = tables.get(reference.schema() + "." + reference.table());
        if (referred == null) {
            return;
        }
        Optional<MaskRule> own = rule(table, reference.column());
        Optional<MaskRule> other = rule(referred, reference.referred());
        String place = table.title() + "." + reference.column();
        String otherPlace = referred.title() + "." + reference.referred();
        if (own.isEmpty() || other.isEmpty() || own.get() instanceof MaskRule.Nothing) {
            return;
        }
        if (!own.equals(other)) {
            throw Unfit.column(
                    place,
                    own.get().text(),
                    "it refers to " + otherPlace + ", whose rule is "
                            + other.get().text(),
                    "Give both columns the same rule.");
        }
        boolean depends = own.get() instanceof MaskRule.Hash
                || own.get() instanceof MaskRule.Noise
                || own.get() instanceof MaskRule.Pseudonym;
        Optional<ColumnFacts> from = table.column(reference.column());
        Optional<ColumnFacts> to = referred.column(reference.referred());
        boolean different = !from.flatMap(ColumnFacts::largest).equals(to.flatMap(ColumnFacts::largest))
                || (own.get() instanceof MaskRule.Hash
                        && !from.flatMap(ColumnFacts::length).equals(to.flatMap(ColumnFacts::length)));
        if (depends && different) {
            throw Unfit.column(
                    place,
                    own.get().text(),
                    "it refers to " + otherPlace + ", which takes other values and so would be masked otherwise",
                    "Keep both, or mask both by an own expression (sql).");
        }
    }

    private Optional<MaskRule> rule(TableFacts table, String column) {
        return Optional.ofNullable(rules.getOrDefault(table.title(), Map.of()).get(column));
    }
}
