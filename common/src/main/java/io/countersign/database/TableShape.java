package io.countersign.database;

import java.util.List;

/**
 * How a table is asked for its rows.
 *
 * @param sql its name as statements write it
 * @param key the columns of its primary key, by their names; empty where it has none
 * @param quotedKey the same as statements write them
 */
public record TableShape(String sql, List<String> key, List<String> quotedKey) {
    public TableShape {
        key = List.copyOf(key);
        quotedKey = List.copyOf(quotedKey);
    }
}
