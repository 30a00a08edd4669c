package io.countersign.promotion.yaml;

import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskingRules;
import io.countersign.promotion.Neutralising;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a stage says about the copies that are made for it. */
final class MaskingReader {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private MaskingReader() {}

    static MaskingRules read(YamlMap map) {
        Optional<MaskingRules.Key> key = key(map);
        Map<String, Map<String, MaskRule>> tables = new LinkedHashMap<>();
        if (!map.has("tables")) {
            map.requiredText("tables");
        }
        map.map("tables")
                .ifPresent(list -> list.names()
                        .forEach(name -> list.map(name).ifPresent(table -> tables.put(name, columns(name, table)))));
        map.close();
        return new MaskingRules(key, tables);
    }

    private static Optional<MaskingRules.Key> key(YamlMap map) {
        if (map.isScalar("key")) {
            // what stands there instead may be the key, so it is not repeated
            map.has("key");
            map.mistake("key", "\"key\" is no reference", "{ environment: NAME } or { id: SERVER }");
            return Optional.empty();
        }
        return map.map("key").flatMap(entry -> {
            Optional<MaskingRules.Key> key = entry.has("id")
                    ? entry.text("id").map(MaskingRules.Key.Reference::new)
                    : Optional.of(entry.requiredText("environment"))
                            .filter(name -> isVariable(entry, name))
                            .map(MaskingRules.Key.Environment::new);
            entry.close();
            return key;
        });
    }

    private static boolean isVariable(YamlMap entry, String name) {
        boolean fits = VARIABLE.matcher(name).matches();
        if (!name.isEmpty() && !fits) {
            entry.mistake(
                    "environment",
                    "\"environment\" is no name of an environment variable",
                    "a name such as MASKING_KEY");
        }
        return fits;
    }

    private static Map<String, MaskRule> columns(String name, YamlMap table) {
        Map<String, MaskRule> rules = new LinkedHashMap<>();
        if (!table.has("columns")) {
            table.mistake("columns", "the table " + name + " has no rules", "columns: { COLUMN: RULE, … }");
        }
        table.map("columns")
                .ifPresent(columns -> columns.names()
                        .forEach(column ->
                                MaskRuleReader.read(columns, column).ifPresent(rule -> rules.put(column, rule))));
        table.close();
        return rules;
    }

    /** The stage's {@code neutralise} list. */
    static List<Neutralising> neutralise(YamlMap stage) {
        List<Neutralising> list = new ArrayList<>();
        for (YamlMap entry : stage.maps("neutralise")) {
            list.add(new Neutralising(entry.requiredText("description"), entry.requiredText("sql")));
            entry.close();
        }
        return list;
    }
}
