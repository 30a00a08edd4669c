package io.countersign.promotion;

/** Which rows of a table a copy begins with; what they refer to comes along. */
public sealed interface RowLimit {

    /** At most so many, spread over the table. */
    record Rows(int count) implements RowLimit {}

    /** About so many of a hundred, spread over the table. */
    record Percent(int percent) implements RowLimit {}

    /** Those that a condition of SQL holds for. */
    record Where(String condition) implements RowLimit {}

    /** For reports. */
    default String text() {
        if (this instanceof Rows rows) {
            return "at most " + rows.count() + " rows";
        }
        return this instanceof Percent part ? part.percent() + " %" : "where " + ((Where) this).condition();
    }
}
