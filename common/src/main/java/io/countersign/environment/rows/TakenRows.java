package io.countersign.environment.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * What is taken of a table that is not taken whole.
 *
 * @param key quoted columns
 * @param rows by their keys
 * @param reason for the receipt
 */
record TakenRows(List<String> key, Set<String> rows, String reason) {

    /** @param from where the key begins in the row */
    boolean has(ResultSet row, int from) throws SQLException {
        return rows.contains(RowKeys.read(row, from, key.size()));
    }
}
