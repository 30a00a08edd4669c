package io.countersign.promotion.yaml;

import io.countersign.promotion.FieldPath;
import io.countersign.promotion.MaskRule;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one masking rule: a word, or a mapping with the one key that says what kind of rule it is. */
final class MaskRuleReader {
    static final String EXPECTED = "keep, null, hash, or one of { constant: … }, { pseudonym: … }, { shift: 90 days }, "
            + "{ noise: 10% }, { noise: 30 days }, { json: … }, { each: … }, { sql: … }";
    private static final List<String> KINDS = List.of("constant", "pseudonym", "shift", "noise", "json", "each", "sql");
    private static final Pattern DAYS = Pattern.compile("([1-9]\\d{0,4}) *days?");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?) *%");
    private static final BigDecimal MOST = BigDecimal.valueOf(100);

    private MaskRuleReader() {}

    static Optional<MaskRule> read(YamlMap map, String key) {
        if (map.isNull(key)) {
            return Optional.of(new MaskRule.Nothing());
        }
        if (map.isScalar(key)) {
            return map.parsed(key, MaskRuleReader::word, EXPECTED);
        }
        return map.map(key).flatMap(MaskRuleReader::mapping);
    }

    private static MaskRule word(String text) {
        return switch (text) {
            case "keep" -> new MaskRule.Keep();
            case "hash" -> new MaskRule.Hash();
            default -> throw new IllegalArgumentException(EXPECTED);
        };
    }

    private static Optional<MaskRule> mapping(YamlMap rule) {
        List<String> said = KINDS.stream().filter(rule::has).toList();
        Optional<MaskRule> read = Optional.empty();
        if (said.size() == 1) {
            String kind = said.get(0);
            read = switch (kind) {
                case "constant" -> rule.text(kind).map(MaskRule.Constant::new);
                case "pseudonym" -> rule.choice(kind, MaskRule.Kind.class).map(MaskRule.Pseudonym::new);
                case "shift" -> rule.parsed(kind, text -> new MaskRule.Shift(days(text)), "");
                case "noise" -> rule.parsed(kind, MaskRuleReader::noise, "");
                case "json" -> rule.map(kind).flatMap(MaskRuleReader::json);
                case "each" -> each(rule, kind);
                default -> rule.text(kind).map(MaskRule.Sql::new);
            };
        } else {
            String first = rule.names().stream().findFirst().orElse("");
            rule.mistake(
                    first,
                    !said.isEmpty()
                            ? "the rule says too much"
                            : first.isEmpty() ? "the rule says nothing" : "there is no rule \"" + first + "\"",
                    EXPECTED);
        }
        rule.close();
        return read;
    }

    private static Optional<MaskRule> each(YamlMap map, String key) {
        Optional<MaskRule> rule = read(map, key);
        rule.filter(MaskRule.Sql.class::isInstance)
                .ifPresent(found -> map.mistake(
                        key,
                        "an element has a rule for rows",
                        "another rule, or { sql: … } without each for the whole array"));
        return rule.map(MaskRule.Each::new);
    }

    private static int days(String text) {
        Matcher days = DAYS.matcher(text);
        if (!days.matches()) {
            throw new IllegalArgumentException("a number of days, such as 90 days");
        }
        return Integer.parseInt(days.group(1));
    }

    private static MaskRule noise(String text) {
        Matcher percent = PERCENT.matcher(text);
        if (!percent.matches()) {
            if (!DAYS.matcher(text).matches()) {
                throw new IllegalArgumentException("a part such as 10%, or for dates a number of days such as 30 days");
            }
            return new MaskRule.Scatter(days(text));
        }
        BigDecimal part = new BigDecimal(percent.group(1));
        if (part.signum() == 0 || part.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("more than 0% and at most 100%");
        }
        return new MaskRule.Noise(part);
    }

    private static Optional<MaskRule> json(YamlMap map) {
        Map<FieldPath, MaskRule> paths = new LinkedHashMap<>();
        Optional<MaskRule> otherwise = Optional.empty();
        for (String name : map.names()) {
            Optional<MaskRule> rule = read(map, name);
            rule.filter(found -> found instanceof MaskRule.Sql || found instanceof MaskRule.Json)
                    .ifPresent(
                            found -> map.mistake(name, "a part of a document has a rule for columns", "another rule"));
            if (name.equals("otherwise")) {
                otherwise = rule;
                continue;
            }
            try {
                FieldPath path = FieldPath.parse(name);
                rule.ifPresent(found -> paths.put(path, found));
            } catch (IllegalArgumentException e) {
                map.mistake(name, "\"" + name + "\" is no path", String.valueOf(e.getMessage()));
            }
        }
        if (!map.has("otherwise")) {
            map.mistake(
                    "otherwise",
                    "nothing is said about the fields that no path names",
                    "otherwise: keep, or otherwise: null");
        }
        return otherwise.map(rule -> new MaskRule.Json(paths, rule));
    }
}
