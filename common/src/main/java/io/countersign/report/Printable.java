package io.countersign.report;

/** What comes from a release or a database must not be able to move the cursor, forge a line or turn the reading order. */
final class Printable {
    private static final String UNPRINTABLE = "[\\p{Cntrl}\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]";

    private Printable() {}

    /** As one line. */
    static String line(String text) {
        return text.replace("\t", "    ").replaceAll(UNPRINTABLE, "\uFFFD");
    }

    /** With its line breaks. */
    static String lines(String text) {
        return String.join("\n", text.lines().map(Printable::line).toList());
    }
}
