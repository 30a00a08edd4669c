package io.countersign.database.configuration;

import java.util.List;
import java.util.Optional;

/**
 * One row that is added, changed or removed. Values are in the order of the table's columns.
 *
 * @param key the key's values, as people read them
 * @param before empty for a row that is added
 * @param after empty for a row that is removed
 */
public record RowChange(String key, Optional<List<Optional<String>>> before, Optional<List<Optional<String>>> after) {

    public boolean isInsert() {
        return before.isEmpty();
    }

    public boolean isDelete() {
        return after.isEmpty();
    }

    public boolean isUpdate() {
        return before.isPresent() && after.isPresent();
    }

    /** What takes it back. */
    public RowChange inverse() {
        return new RowChange(key, after, before);
    }
}
