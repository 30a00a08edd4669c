package io.countersign.json;

import java.util.Locale;

/**
 * A sealed interface of records that JSON tells apart by their first field, {@value #FIELD}: the record's simple name in lower
 * case with hyphens. {@code RolledBack} is {@code "rolled-back"}.
 */
public interface Tagged {
    String FIELD = "kind";

    /** What a record is called. */
    static String tag(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
