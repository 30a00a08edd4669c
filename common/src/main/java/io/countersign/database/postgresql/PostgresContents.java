package io.countersign.database.postgresql;

import io.countersign.database.TableContent;
import io.countersign.database.TableShape;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every table of a database holds, added up by the server: the sum of 64 bits for each row's text, spelt the same in every
 * session.
 */
final class PostgresContents {
    /** Countersign's and Liquibase's own tables change by deployments, and by nothing else. */
    private static final String TABLES = """
            SELECT format('%I.%I', n.nspname, c.relname)
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
               AND n.nspname <> 'countersign'
               AND lower(c.relname) NOT IN ('databasechangelog', 'databasechangeloglock')
             ORDER BY 1
            """;

    private static final String KEY = """
            SELECT a.attname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a
                ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
             WHERE i.indrelid = pg_catalog.to_regclass(?) AND i.indisprimary
             ORDER BY pg_catalog.array_position(i.indkey::int2[], a.attnum)
            """;

    private PostgresContents() {}

    /** The tables whose content counts, qualified and quoted. */
    static List<String> tables(Connection connection) throws SQLException {
        return Rows.list(connection, TABLES, row -> row.getString(1));
    }

    /** @param connection in a transaction with one snapshot and fixed spelling */
    static List<TableContent> read(Connection connection) throws SQLException {
        List<TableContent> contents = new ArrayList<>();
        for (String table : tables(connection)) {
            contents.add(read(connection, table));
        }
        return contents;
    }

    /** @param table qualified and quoted */
    static TableContent read(Connection connection, String table) throws SQLException {
        return Rows.first(
                        connection,
                        "SELECT count(*), coalesce(sum(pg_catalog.hashtextextended(\"its row\"::text, 0)), 0)::text FROM ONLY "
                                + table + " AS \"its row\"",
                        row -> new TableContent(table, row.getLong(1), row.getString(2)))
                .orElseThrow();
    }

    /** @param table qualified and quoted; empty where there is no such table */
    static Optional<TableShape> shape(Connection connection, String table) throws SQLException {
        if (!Rows.isTrue(connection, "SELECT pg_catalog.to_regclass(?) IS NOT NULL", table)) {
            return Optional.empty();
        }
        List<String> key = Rows.list(connection, KEY, row -> row.getString(1), table);
        return Optional.of(
                new TableShape(table, key, key.stream().map(Identifiers::quoted).toList()));
    }
}
