package io.countersign.database.postgresql;

/**
 * PostgreSQL shows one and the same expression in two ways: {@code (ARRAY['a'::character varying])::text[]} where it was
 * written as {@code IN ('a')}, and {@code ARRAY[('a'::character varying)::text]} after it went through a dump. This
 * rewrites the first into the second, so that a restored database has the fingerprint of the original.
 */
final class ArrayCasts {
    private static final String OPEN = "(ARRAY[";

    private ArrayCasts() {}

    static String pushedDown(String expression) {
        int start = expression.indexOf(OPEN);
        if (start < 0) {
            return expression;
        }
        StringBuilder result = new StringBuilder();
        int copied = 0;
        while (start >= 0) {
            int first = start + OPEN.length();
            int end = closing(expression, first);
            int type = end + "])::".length();
            if (end >= 0 && expression.startsWith("])::", end)) {
                int brackets = expression.indexOf("[]", type);
                if (brackets > 0 && isTypeName(expression.substring(type, brackets))) {
                    result.append(expression, copied, start).append("ARRAY[");
                    appendElements(result, expression.substring(first, end), expression.substring(type, brackets));
                    result.append(']');
                    copied = brackets + "[]".length();
                    start = expression.indexOf(OPEN, copied);
                    continue;
                }
            }
            start = expression.indexOf(OPEN, first);
        }
        return result.append(expression, copied, expression.length()).toString();
    }

    private static boolean isTypeName(String text) {
        return text.matches("[\\w .\"]+(\\([\\d,]+\\))?[\\w ]*");
    }

    private static void appendElements(StringBuilder result, String elements, String type) {
        int from = 0;
        String separator = "";
        while (from <= elements.length()) {
            int to = elementEnd(elements, from);
            result.append(separator)
                    .append('(')
                    .append(pushedDown(elements.substring(from, to).strip()))
                    .append(")::")
                    .append(type);
            separator = ", ";
            from = to + 1;
        }
    }

    private static int elementEnd(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                i = afterQuoted(text, i, c) - 1;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    /** The index of the bracket that closes the array whose first element begins at {@code from}; -1 where none does. */
    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                i = afterQuoted(text, i, c) - 1;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static int afterQuoted(String text, int from, char quote) {
        int end = text.indexOf(quote, from + 1);
        return end < 0 ? text.length() : end + 1;
    }
}
