package io.countersign.database.postgresql;

import io.countersign.database.ContentWatch;
import io.countersign.database.TableContent;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up a second time only what may have changed. A table is what it was where it has as many rows as before and none of them
 * was made by a transaction that had not ended at the first time: whatever is inserted or updated makes such a row, and
 * whatever is deleted is missing. That is found out without looking at what is in the rows.
 */
final class PostgresWatch implements ContentWatch {
    private static final String MARK =
            "SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::pg_catalog.xid::text";

    /** A rewritten table's rows may have been frozen, which hides by whom they were made. */
    private static final String FILE = "SELECT pg_catalog.pg_relation_filenode(?::regclass)";

    private final PostgresTarget target;
    private final Map<String, Seen> seen = new HashMap<>();
    private String mark = "";

    PostgresWatch(PostgresTarget target) {
        this.target = target;
    }

    private record Seen(TableContent content, long file) {}

    @Override
    public List<TableContent> read() {
        return target.asked(
                "what its tables hold was added up",
                connection -> PostgresInventory.inOwnTransaction(connection, this::read));
    }

    private List<TableContent> read(Connection connection) throws SQLException {
        List<TableContent> contents = new ArrayList<>();
        Map<String, Seen> now = new HashMap<>();
        String present = Rows.first(connection, MARK, row -> row.getString(1)).orElse("");
        for (String table : PostgresContents.tables(connection)) {
            long file =
                    Rows.first(connection, FILE, row -> row.getLong(1), table).orElse(0L);
            Seen before = seen.get(table);
            TableContent content = before != null && before.file() == file && isSame(connection, before.content())
                    ? before.content()
                    : PostgresContents.read(connection, table);
            contents.add(content);
            now.put(table, new Seen(content, file));
        }
        // what was taken over was added up for the first mark, so that one stays where anything was
        if (seen.isEmpty()) {
            mark = present;
        }
        seen.clear();
        seen.putAll(now);
        return contents;
    }

    private boolean isSame(Connection connection, TableContent before) throws SQLException {
        return Rows.first(
                        connection,
                        "SELECT count(*), count(*) FILTER (WHERE pg_catalog.age(xmin) <= pg_catalog.age(?::pg_catalog.xid)) FROM ONLY "
                                + before.table(),
                        row -> row.getLong(1) == before.rows() && row.getLong(2) == 0,
                        mark)
                .orElse(false);
    }
}
