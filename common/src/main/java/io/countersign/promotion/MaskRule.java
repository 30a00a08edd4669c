package io.countersign.promotion;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What becomes of one column's values on their way to a lower stage, as {@code stages.yml} says it. Null stays null. */
public sealed interface MaskRule {

    /** The rule as {@code stages.yml} writes it. */
    String text();

    /** The value is nobody's secret. */
    record Keep() implements MaskRule {
        @Override
        public String text() {
            return "keep";
        }
    }

    /** Every value becomes null. */
    record Nothing() implements MaskRule {
        @Override
        public String text() {
            return "null";
        }
    }

    /** Every value becomes this one. */
    record Constant(String value) implements MaskRule {
        @Override
        public String text() {
            return "{ constant: " + quoted(value) + " }";
        }
    }

    /** Hexadecimal digits of a keyed digest. */
    record Hash() implements MaskRule {
        @Override
        public String text() {
            return "hash";
        }
    }

    /** Another value of the same kind, length and format; different values stay different. */
    record Pseudonym(Kind kind) implements MaskRule {
        @Override
        public String text() {
            return "{ pseudonym: " + kind.word() + " }";
        }
    }

    /** Dates move by one number of days, other than 0 and at most this many, that follows from the key. */
    record Shift(int days) implements MaskRule {
        @Override
        public String text() {
            return "{ shift: " + days + " days }";
        }
    }

    /** Numbers move by at most this part of themselves, each by its own. */
    record Noise(BigDecimal percent) implements MaskRule {
        @Override
        public String text() {
            return "{ noise: " + percent.toPlainString() + "% }";
        }
    }

    /** Dates move by at most this many days, each by its own. */
    record Scatter(int days) implements MaskRule {
        @Override
        public String text() {
            return "{ noise: " + days + " days }";
        }
    }

    /**
     * Rules for the parts of a JSON document. A rule for an object or an array holds for everything in it.
     *
     * @param paths in the order of the file
     * @param otherwise for every text, number and truth value that no path names
     */
    record Json(Map<FieldPath, MaskRule> paths, MaskRule otherwise) implements MaskRule {
        public Json {
            paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
        }

        @Override
        public String text() {
            return "{ json: { "
                    + paths.entrySet().stream()
                            .map(path -> quoted(path.getKey().text()) + ": "
                                    + path.getValue().text() + ", ")
                            .collect(Collectors.joining())
                    + "otherwise: " + otherwise.text() + " } }";
        }
    }

    /** A rule for every element of an array. */
    record Each(MaskRule rule) implements MaskRule {
        @Override
        public String text() {
            return "{ each: " + rule.text() + " }";
        }
    }

    /** The source's own SQL expression, evaluated where the row is read. */
    record Sql(String expression) implements MaskRule {
        @Override
        public String text() {
            return "{ sql: " + quoted(expression) + " }";
        }
    }

    /** What a pseudonym has to look like. */
    enum Kind {
        NAME,
        E_MAIL,
        PHONE,
        ADDRESS,
        IBAN,
        TEXT,
        CODE;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
