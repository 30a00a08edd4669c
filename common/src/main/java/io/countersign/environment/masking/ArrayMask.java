package io.countersign.environment.masking;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the elements of an array of any depth, as it is or in PostgreSQL's text form, {@code {a,"b c",NULL,{d}}}. Null
 * elements stay; bounds and braces too.
 */
final class ArrayMask implements ColumnMask {
    private final Optional<ColumnMask> element;

    private ArrayMask(Optional<ColumnMask> element) {
        this.element = element;
    }

    static ArrayMask of(ColumnMask element) {
        return new ArrayMask(Optional.of(element));
    }

    /** As many elements as before, and every one null. */
    static ArrayMask emptying() {
        return new ArrayMask(Optional.empty());
    }

    @Override
    public String mask(String value) {
        int begin = value.indexOf('{');
        if (begin < 0 || !value.endsWith("}")) {
            throw Unfit.value("an array");
        }
        StringBuilder result = new StringBuilder(value.substring(0, begin));
        int at = begin;
        while (at < value.length()) {
            char here = value.charAt(at);
            if (here == '{' || here == '}' || here == ',') {
                result.append(here);
                at++;
            } else if (here == '"') {
                at = quoted(value, at + 1, result);
            } else {
                at = bare(value, at, result);
            }
        }
        return result.toString();
    }

    @Nullable Object[] elements(@Nullable Object[] array) {
        @Nullable Object[] masked = new @Nullable Object[array.length];
        for (int i = 0; i < array.length; i++) {
            Object one = array[i];
            if (one instanceof Object[] inner) {
                masked[i] = elements(inner);
            } else if (one != null && element.isPresent()) {
                masked[i] = element.get().mask(one.toString());
            }
        }
        return masked;
    }

    private int quoted(String value, int from, StringBuilder result) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < value.length() && value.charAt(at) != '"') {
            if (value.charAt(at) == '\\' && at + 1 < value.length()) {
                at++;
            }
            text.append(value.charAt(at++));
        }
        write(text.toString(), result);
        return at + 1;
    }

    private int bare(String value, int from, StringBuilder result) {
        int at = from;
        while (at < value.length() && ",{}".indexOf(value.charAt(at)) < 0) {
            at++;
        }
        String text = value.substring(from, at);
        if (text.equalsIgnoreCase("NULL")) {
            result.append(text);
        } else {
            write(text, result);
        }
        return at;
    }

    private void write(String old, StringBuilder result) {
        if (element.isEmpty()) {
            result.append("NULL");
            return;
        }
        String masked = element.get().mask(old);
        result.append('"')
                .append(masked.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
