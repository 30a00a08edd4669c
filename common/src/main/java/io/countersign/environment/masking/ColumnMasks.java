package io.countersign.environment.masking;

import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskRule.Kind;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.Set;

/** Makes the mask for a rule and a column, or says why the one does not fit the other. */
final class ColumnMasks {
    private static final Set<ValueType> NUMBERS = Set.of(ValueType.INTEGER, ValueType.DECIMAL);
    private static final Set<ValueType> DATES = Set.of(ValueType.DATE, ValueType.TIMESTAMP);

    private final MaskingKey key;

    ColumnMasks(MaskingKey key) {
        this.key = key;
    }

    /** Empty where the value needs no rewriting here: it stays, or the SELECT has changed it. */
    Optional<ColumnMask> of(MaskRule rule, ColumnFacts column, String place) {
        if (rule instanceof MaskRule.Keep || rule instanceof MaskRule.Sql || rule instanceof MaskRule.Nothing) {
            return nothingToDo(rule, column, place);
        }
        if (rule instanceof MaskRule.Constant constant) {
            return Optional.of(constant(constant, column, place));
        }
        if (rule instanceof MaskRule.Hash) {
            return Optional.of(new Remembering(hash(rule, column, place)));
        }
        if (rule instanceof MaskRule.Pseudonym pseudonym) {
            return Optional.of(pseudonym(pseudonym, column, place));
        }
        if (rule instanceof MaskRule.Noise noise) {
            require(NUMBERS.contains(column.type()), rule, column, place, "a number");
            return Optional.of(NumberMask.noise(key, noise.percent(), column.largest()));
        }
        if (rule instanceof MaskRule.Shift shift) {
            require(DATES.contains(column.type()), rule, column, place, "a date or timestamp");
            return Optional.of(DateMask.shifting(key, shift.days()));
        }
        if (rule instanceof MaskRule.Scatter scatter) {
            require(DATES.contains(column.type()), rule, column, place, "a date or timestamp");
            return Optional.of(DateMask.scattering(key, scatter.days()));
        }
        if (rule instanceof MaskRule.Json json) {
            require(
                    column.type() == ValueType.JSON || column.type() == ValueType.TEXT,
                    rule,
                    column,
                    place,
                    "JSON or text");
            return Optional.of(json(json, column.charset(), place));
        }
        MaskRule.Each each = (MaskRule.Each) rule;
        require(column.type() == ValueType.ARRAY, rule, column, place, "an array");
        return each(each, column, place);
    }

    /** A SELECT does nothing to elements, so what it does to columns has to be done here, or refused. */
    private Optional<ColumnMask> each(MaskRule.Each each, ColumnFacts column, String place) {
        if (each.rule() instanceof MaskRule.Nothing) {
            return Optional.of(ArrayMask.emptying());
        }
        if (each.rule() instanceof MaskRule.Sql) {
            throw Unfit.column(
                    place,
                    each.text(),
                    "an expression is evaluated for a row, not for an element",
                    "Write the expression for the whole column, without each.");
        }
        return of(each.rule(), column.ofElement(), place + "[]").map(ArrayMask::of);
    }

    private static Optional<ColumnMask> nothingToDo(MaskRule rule, ColumnFacts column, String place) {
        if (rule instanceof MaskRule.Nothing && !column.nullable()) {
            throw Unfit.column(place, rule.text(), "the column may not be null", "Choose another rule for it.");
        }
        return Optional.empty();
    }

    private static ColumnMask constant(MaskRule.Constant rule, ColumnFacts column, String place) {
        if (column.unique()) {
            throw Unfit.column(
                    place, rule.text(), "no two rows may have the same value", "Choose a pseudonym, hash, or null.");
        }
        if (column.length().filter(length -> rule.value().length() > length).isPresent()) {
            throw Unfit.column(
                    place,
                    rule.text(),
                    "the column takes " + column.length().get() + " characters",
                    "Choose a shorter constant.");
        }
        return new ConstantMask(rule.value());
    }

    private ColumnMask hash(MaskRule rule, ColumnFacts column, String place) {
        int length = column.length().orElse(HashMask.WHOLE);
        return switch (column.type()) {
            case TEXT -> {
                if (column.unique() && length < HashMask.UNIQUE) {
                    throw Unfit.column(
                            place,
                            rule.text(),
                            "no two rows may have the same value, and " + length
                                    + " characters are too few to keep digests apart",
                            "Choose a pseudonym.");
                }
                yield HashMask.text(key, length);
            }
            case BINARY -> HashMask.binary(key, length);
            case UUID -> HashMask.uuid(key);
            default ->
                throw Unfit.column(
                        place,
                        rule.text(),
                        "the column has the type " + column.typeName(),
                        "Choose a pseudonym, or an own expression by sql.");
        };
    }

    private ColumnMask pseudonym(MaskRule.Pseudonym rule, ColumnFacts column, String place) {
        if (column.type() == ValueType.TEXT) {
            return new Remembering(pseudonym(rule.kind(), column.charset()));
        }
        if (column.type() == ValueType.UUID && rule.kind() == Kind.CODE) {
            return HashMask.uuid(key);
        }
        require(
                NUMBERS.contains(column.type()) && (rule.kind() == Kind.CODE || rule.kind() == Kind.PHONE),
                rule,
                column,
                place,
                "text (or a number or UUID, for the kind code)");
        return NumberMask.pseudonym(key, column.largest());
    }

    private ColumnMask pseudonym(Kind kind, Optional<Charset> charset) {
        return switch (kind) {
            case NAME, ADDRESS, TEXT -> {
                Scrambler scrambler = Scrambler.of(key, kind.word(), Alphabets.SPEAKABLE, charset);
                yield scrambler::scramble;
            }
            case CODE -> {
                Scrambler scrambler = Scrambler.of(key, kind.word(), Alphabets.PLAIN, charset);
                yield scrambler::scramble;
            }
            case E_MAIL -> new EmailMask(Scrambler.of(key, kind.word(), Alphabets.PLAIN, charset));
            case PHONE -> new PhoneMask(Scrambler.of(key, kind.word(), Alphabets.PLAIN, charset));
            case IBAN -> new IbanMask(Scrambler.of(key, kind.word(), Alphabets.PLAIN, charset));
        };
    }

    private JsonMask json(MaskRule.Json rule, Optional<Charset> charset, String place) {
        return new JsonMask(
                rule.paths().entrySet().stream()
                        .map(path -> new JsonMask.Part(
                                path.getKey(),
                                leaf(
                                        path.getValue(),
                                        charset,
                                        place + " " + path.getKey().text())))
                        .toList(),
                leaf(rule.otherwise(), charset, place));
    }

    /** A leaf has the type it happens to have, so a rule gives what it can for each, and null where it can give nothing. */
    private JsonMask.Leaf leaf(MaskRule rule, Optional<Charset> charset, String place) {
        if (rule instanceof MaskRule.Keep) {
            return new JsonMask.Leaf(JsonMask.Leaf.KEPT, JsonMask.Leaf.KEPT, JsonMask.Leaf.KEPT);
        }
        if (rule instanceof MaskRule.Each each) {
            return leaf(each.rule(), charset, place);
        }
        if (rule instanceof MaskRule.Constant || rule instanceof MaskRule.Hash || rule instanceof MaskRule.Pseudonym) {
            JsonMask.Replacement text = JsonMask.Leaf.text(mask(rule, ValueType.TEXT, charset, place));
            boolean numbers = rule instanceof MaskRule.Pseudonym;
            return new JsonMask.Leaf(
                    text,
                    numbers ? JsonMask.Leaf.number(NumberMask.pseudonym(key, Optional.empty())) : text,
                    numbers ? JsonMask.Leaf.EMPTIED : text);
        }
        if (rule instanceof MaskRule.Noise) {
            JsonMask.Replacement number = JsonMask.Leaf.number(mask(rule, ValueType.DECIMAL, charset, place));
            return new JsonMask.Leaf(JsonMask.Leaf.EMPTIED, number, JsonMask.Leaf.EMPTIED);
        }
        if (rule instanceof MaskRule.Shift || rule instanceof MaskRule.Scatter) {
            JsonMask.Replacement date = JsonMask.Leaf.text(mask(rule, ValueType.DATE, charset, place));
            return new JsonMask.Leaf(date, JsonMask.Leaf.EMPTIED, JsonMask.Leaf.EMPTIED);
        }
        return new JsonMask.Leaf(JsonMask.Leaf.EMPTIED, JsonMask.Leaf.EMPTIED, JsonMask.Leaf.EMPTIED);
    }

    private ColumnMask mask(MaskRule rule, ValueType type, Optional<Charset> charset, String place) {
        return of(rule, leafFacts(type, charset), place).orElseThrow();
    }

    private static ColumnFacts leafFacts(ValueType type, Optional<Charset> charset) {
        return new ColumnFacts(
                "", "JSON", type, ValueType.OTHER, Optional.empty(), Optional.empty(), true, false, charset, false);
    }

    private static void require(boolean fits, MaskRule rule, ColumnFacts column, String place, String wanted) {
        if (!fits) {
            throw Unfit.column(
                    place,
                    rule.text(),
                    "the column has the type " + column.typeName() + ", not " + wanted,
                    "Choose another rule, or an own expression by sql.");
        }
    }
}
