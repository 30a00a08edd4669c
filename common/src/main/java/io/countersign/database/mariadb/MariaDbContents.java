package io.countersign.database.mariadb;

import io.countersign.database.TableContent;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every table of a schema holds, added up by the server. */
final class MariaDbContents {
    /** Countersign's and Liquibase's own tables change by deployments, and by nothing else. */
    private static final String TABLES = """
            SELECT TABLE_NAME FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
               AND LOWER(TABLE_NAME) NOT IN ('countersign_ledger', 'databasechangelog', 'databasechangeloglock')
             ORDER BY TABLE_NAME
            """;

    private MariaDbContents() {}

    /** The tables whose content counts. */
    static List<String> tables(Connection connection) throws SQLException {
        return Rows.list(connection, TABLES, row -> row.getString(1));
    }

    static List<TableContent> read(Connection connection) throws SQLException {
        List<TableContent> contents = new ArrayList<>();
        for (String table : tables(connection)) {
            String quoted = MariaDbTarget.quoted(table);
            long rows = Rows.first(connection, "SELECT COUNT(*) FROM " + quoted, row -> row.getLong(1))
                    .orElse(0L);
            String digest = Rows.first(
                            connection,
                            "CHECKSUM TABLE " + quoted + " EXTENDED",
                            row -> Optional.ofNullable(row.getString(2)))
                    .flatMap(sum -> sum)
                    .orElseThrow(() -> new SQLException("there is no checksum of the table " + table));
            contents.add(new TableContent(table, rows, digest));
        }
        return contents;
    }
}
