package io.countersign.environment.masking;

import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Suggests a first rule for every column of a database, by names, types, foreign keys and some of each table's rows. */
public final class Classifier {
    /** So many rows of each table are looked at. None of their values is told. */
    public static final int SAMPLED = 200;

    private final TargetDatabase database;
    private final Progress progress;

    public Classifier(TargetDatabase database, Progress progress) {
        this.database = database;
        this.progress = progress;
    }

    /** A table of the database with a suggestion for each column that needs a rule, in their order. */
    public record ClassifiedTable(String schema, String name, List<ClassifiedColumn> columns) {
        public ClassifiedTable {
            columns = List.copyOf(columns);
        }
    }

    /** A column with what is suggested for it. */
    public record ClassifiedColumn(String name, String type, Suggestion suggestion) {}

    public List<ClassifiedTable> classify() {
        List<TableFacts> tables = SourceTables.of(database).stream()
                .filter(table -> !Classification.isBookkeeping(table))
                .toList();
        Map<String, Suggestion> suggestions = new HashMap<>();
        try (Progress.Task task = progress.start("Looking at tables", tables.size(), Progress.Unit.STEPS)) {
            for (TableFacts table : tables) {
                suggest(table, suggestions);
                task.advance(1);
            }
        }
        alignReferences(tables, suggestions);
        return tables.stream().map(table -> classified(table, suggestions)).toList();
    }

    private void suggest(TableFacts table, Map<String, Suggestion> suggestions) {
        Map<String, List<String>> samples = samples(table);
        for (ColumnFacts column : table.columns()) {
            if (!column.computed()) {
                suggestions.put(
                        key(table.title(), column.name()),
                        Suggestion.of(column, samples.getOrDefault(column.name(), List.of())));
            }
        }
    }

    private Map<String, List<String>> samples(TableFacts table) {
        List<String> texts = table.columns().stream()
                .filter(column -> column.type() == ValueType.TEXT)
                .map(ColumnFacts::name)
                .toList();
        if (texts.isEmpty()) {
            return Map.of();
        }
        try {
            Connection connection = database.connection();
            String quote = connection.getMetaData().getIdentifierQuoteString();
            String columns = texts.stream().map(name -> quoted(name, quote)).collect(Collectors.joining(", "));
            String sql = "SELECT " + columns + " FROM " + quoted(table.schema(), quote) + "."
                    + quoted(table.name(), quote) + " LIMIT " + SAMPLED;
            List<List<Optional<String>>> rows = Rows.list(connection, sql, row -> values(row, texts.size()));
            Map<String, List<String>> samples = new HashMap<>();
            for (int i = 0; i < texts.size(); i++) {
                int place = i;
                samples.put(
                        texts.get(i),
                        rows.stream()
                                .flatMap(row -> row.get(place).stream())
                                .filter(value -> !value.isBlank())
                                .toList());
            }
            return samples;
        } catch (SQLException e) {
            throw database.errors().withoutValues().during("some rows of " + table.title() + " were read", e);
        }
    }

    private static List<Optional<String>> values(ResultSet row, int count) throws SQLException {
        List<Optional<String>> values = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            values.add(Optional.ofNullable(row.getString(i)));
        }
        return values;
    }

    private static String quoted(String name, String quote) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    /** What refers to a column gets its rule; again until nothing changes, because references lead on to others. */
    private static void alignReferences(List<TableFacts> tables, Map<String, Suggestion> suggestions) {
        boolean changed = true;
        for (int round = 0; changed && round < tables.size(); round++) {
            changed = false;
            for (TableFacts table : tables) {
                for (TableFacts.Reference reference : table.references()) {
                    String referred = key(reference.schema() + "." + reference.table(), reference.referred());
                    Suggestion wanted = suggestions.get(referred);
                    String own = key(table.title(), reference.column());
                    if (wanted != null
                            && suggestions.containsKey(own)
                            && !rule(suggestions, own).equals(wanted.rule().text())) {
                        suggestions.put(own, new Suggestion(wanted.rule(), "refers to " + referred));
                        changed = true;
                    }
                }
            }
        }
    }

    private static String rule(Map<String, Suggestion> suggestions, String key) {
        return Optional.ofNullable(suggestions.get(key))
                .map(suggestion -> suggestion.rule().text())
                .orElse("");
    }

    private static String key(String table, String column) {
        return table + "." + column;
    }

    private static ClassifiedTable classified(TableFacts table, Map<String, Suggestion> suggestions) {
        List<ClassifiedColumn> columns = new ArrayList<>();
        for (ColumnFacts column : table.columns()) {
            Optional.ofNullable(suggestions.get(key(table.title(), column.name())))
                    .ifPresent(suggestion ->
                            columns.add(new ClassifiedColumn(column.name(), column.typeName(), suggestion)));
        }
        return new ClassifiedTable(table.schema(), table.name(), columns);
    }
}
