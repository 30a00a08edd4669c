package io.countersign.environment.masking;

import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskRule.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A rule for a column that nobody has classified yet, with the reason. It errs towards masking: free text may hold anything.
 *
 * @param reason why this rule, a few words
 */
public record Suggestion(MaskRule rule, String reason) {
    private static final int SHIFT_DAYS = 90;
    private static final int ENOUGH = 20;

    /** Checked in this order against the column's name in lower case with {@code _} between words. */
    private static final Map<Pattern, Kind> NAMES = new LinkedHashMap<>();

    private static final Map<Pattern, Kind> CONTENT = new LinkedHashMap<>();
    private static final Pattern SECRET =
            Pattern.compile("(^|_)(password|passwd|pwd|secret|token|api_?key|salt|pin|cvv|hash)(_|$)");
    private static final Pattern BIRTH =
            Pattern.compile("(^|_)(birth|born|dob|birthday|date_of_birth|death|geburt\\w*)(_|$)");
    private static final Pattern MONEY =
            Pattern.compile("(^|_)(salary|wage|income|balance|credit_limit|lohn|gehalt)(_|$)");
    private static final Set<ValueType> HARMLESS = Set.of(ValueType.BOOLEAN, ValueType.INTEGER, ValueType.DECIMAL);

    static {
        NAMES.put(Pattern.compile("(^|_)e?_?mail(s|_?address)?(_|$)"), Kind.E_MAIL);
        NAMES.put(Pattern.compile("(^|_)(iban|bank_account|account_no|account_number|konto\\w*)(_|$)"), Kind.IBAN);
        NAMES.put(Pattern.compile("(^|_)(phone|telephone|tel|mobile|fax|cell|natel|telefon\\w*)(_|$)"), Kind.PHONE);
        NAMES.put(
                Pattern.compile(
                        "(^|_)(address|addr|street|city|town|zip|zipcode|postal|postcode|postal_code|strasse|plz|ort|house_number)\\d?(_|$)"),
                Kind.ADDRESS);
        NAMES.put(
                Pattern.compile(
                        "(^|_)(first|last|middle|given|family|sur|full|maiden|nick|user|display|vor|nach)_?name(_|$)"
                                + "|(^|_)(name|contact|person|author|owner|actor|surname|firstname|lastname|username|login)(_|$)"),
                Kind.NAME);
        NAMES.put(
                Pattern.compile(
                        "(^|_)(ssn|ahv|passport|tax_id|tax_number|licence|license|vat|social_security|card_number)(_|$)"),
                Kind.CODE);
        CONTENT.put(Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+"), Kind.E_MAIL);
        CONTENT.put(Pattern.compile("[A-Z]{2}\\d{2}( ?[A-Z0-9]){11,30}"), Kind.IBAN);
        CONTENT.put(Pattern.compile("(\\+|00)[\\d ()/.-]{7,20}"), Kind.PHONE);
    }

    /** By name and type alone. */
    public static Suggestion byName(ColumnFacts column) {
        return of(column, List.of());
    }

    /**
     * By name, type and some of the column's values.
     *
     * @param sample values that are not null; most of them have to look alike to count
     */
    public static Suggestion of(ColumnFacts column, List<String> sample) {
        String name = column.name().replaceAll("(\\p{Ll})(\\p{Lu})", "$1_$2").toLowerCase(Locale.ROOT);
        return switch (column.type()) {
            case TEXT -> text(column, name, sample);
            case DATE, TIMESTAMP ->
                BIRTH.matcher(name).find()
                        ? new Suggestion(new MaskRule.Shift(SHIFT_DAYS), "the name speaks of a person's dates")
                        : new Suggestion(new MaskRule.Keep(), "a date that the name ties to nobody");
            case JSON ->
                new Suggestion(
                        new MaskRule.Json(Map.of(), new MaskRule.Pseudonym(Kind.TEXT)),
                        "a document may hold anything; name the harmless fields");
            case BINARY -> unreadable(column, "bytes may hold anything");
            case UUID -> new Suggestion(new MaskRule.Keep(), "a technical identifier");
            case ARRAY -> {
                Suggestion element = of(column.ofElement(), List.of());
                yield new Suggestion(
                        element.rule() instanceof MaskRule.Keep ? element.rule() : new MaskRule.Each(element.rule()),
                        element.reason());
            }
            case OTHER ->
                column.typeName().toLowerCase(Locale.ROOT).contains("enum")
                        ? new Suggestion(new MaskRule.Keep(), "one of a few words")
                        : unreadable(column, "nothing is known of the type " + column.typeName());
            case BOOLEAN, INTEGER, DECIMAL -> number(column, name);
        };
    }

    private static Suggestion number(ColumnFacts column, String name) {
        if (HARMLESS.contains(column.type()) && column.type() != ValueType.BOOLEAN) {
            if (MONEY.matcher(name).find()) {
                return new Suggestion(
                        new MaskRule.Noise(java.math.BigDecimal.TEN), "the name speaks of a person's money");
            }
            Optional<Kind> kind =
                    byName(name).filter(found -> found == Kind.PHONE || found == Kind.CODE || found == Kind.IBAN);
            if (kind.isPresent()) {
                return new Suggestion(new MaskRule.Pseudonym(Kind.CODE), "the name speaks of a person's number");
            }
        }
        return new Suggestion(
                new MaskRule.Keep(), "a " + (column.unique() ? "key" : "number") + " that the name ties to nobody");
    }

    private static Suggestion text(ColumnFacts column, String name, List<String> sample) {
        Optional<Kind> content = byContent(sample);
        if (content.isPresent()) {
            return new Suggestion(
                    new MaskRule.Pseudonym(content.get()), "most values look like " + article(content.get()));
        }
        if (sample.size() >= ENOUGH
                && Set.copyOf(sample).size() * 10 <= sample.size()
                && byName(name).isEmpty()) {
            return new Suggestion(new MaskRule.Keep(), "the same few words again and again");
        }
        if (SECRET.matcher(name).find()) {
            return column.unique() || !column.nullable()
                    ? new Suggestion(new MaskRule.Hash(), "the name speaks of a secret")
                    : new Suggestion(new MaskRule.Nothing(), "the name speaks of a secret");
        }
        Optional<Kind> named = byName(name);
        return named.map(kind -> new Suggestion(new MaskRule.Pseudonym(kind), "the name speaks of " + article(kind)))
                .orElseGet(() -> new Suggestion(
                        new MaskRule.Pseudonym(column.unique() ? Kind.CODE : Kind.TEXT),
                        "text may hold anything; keep it where it does not"));
    }

    private static Suggestion unreadable(ColumnFacts column, String reason) {
        return new Suggestion(
                column.nullable() ? new MaskRule.Nothing() : new MaskRule.Keep(),
                column.nullable() ? reason : reason + ", but it may not be null: decide");
    }

    private static Optional<Kind> byName(String name) {
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(name).find())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Optional<Kind> byContent(List<String> sample) {
        return CONTENT.entrySet().stream()
                .filter(entry -> !sample.isEmpty()
                        && sample.stream()
                                                .filter(value -> entry.getKey()
                                                        .matcher(value.strip())
                                                        .matches())
                                                .count()
                                        * 2
                                > sample.size())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String article(Kind kind) {
        return (kind == Kind.E_MAIL || kind == Kind.ADDRESS || kind == Kind.IBAN ? "an " : "a ") + kind.word();
    }
}
