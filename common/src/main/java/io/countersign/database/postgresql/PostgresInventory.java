package io.countersign.database.postgresql;

import io.countersign.database.SchemaInventory;
import io.countersign.database.SchemaObject;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a schema from the catalogues. The session's settings that change how PostgreSQL spells names and constants are
 * fixed while it reads.
 */
final class PostgresInventory {
    private static final Map<String, String> SPELLING = Map.of(
            "search_path", "",
            "TimeZone", "UTC",
            "DateStyle", "ISO, MDY",
            "IntervalStyle", "postgres",
            "extra_float_digits", "1",
            "bytea_output", "hex",
            "quote_all_identifiers", "off",
            "lc_monetary", "C",
            "xmlbinary", "base64",
            // contents are read like this, too: where a policy would hide rows, an error
            "row_security", "off");

    private final Optional<String> onlySchema;

    PostgresInventory(Optional<String> onlySchema) {
        this.onlySchema = onlySchema;
    }

    SchemaInventory read(Connection connection) throws SQLException {
        return connection.getAutoCommit()
                ? inOwnTransaction(connection, this::query)
                : inCallersTransaction(connection);
    }

    /** Something that is asked of a connection. */
    @FunctionalInterface
    interface Reading<T> {
        T of(Connection connection) throws SQLException;
    }

    /** One snapshot for all queries, and one spelling; the settings go with the transaction. */
    static <T> T inOwnTransaction(Connection connection, Reading<T> reading) throws SQLException {
        int isolation = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try {
            SessionSettings.setLocally(connection, SPELLING);
            return reading.of(connection);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(isolation);
        }
    }

    /** Where a query fails the transaction is lost, and its rollback puts the settings back. */
    private SchemaInventory inCallersTransaction(Connection connection) throws SQLException {
        Map<String, String> before = new LinkedHashMap<>();
        for (String setting : SPELLING.keySet()) {
            before.put(
                    setting,
                    Rows.first(connection, "SELECT current_setting(?)", row -> row.getString(1), setting)
                            .orElse(""));
        }
        SessionSettings.setLocally(connection, SPELLING);
        SchemaInventory inventory = query(connection);
        SessionSettings.setLocally(connection, before);
        return inventory;
    }

    private SchemaInventory query(Connection connection) throws SQLException {
        int majorVersion = connection.getMetaData().getDatabaseMajorVersion();
        return new SchemaInventory(new CatalogueQueries(onlySchema, majorVersion)
                .read(connection).stream()
                        .map(object -> new SchemaObject(
                                object.kind(), object.name(), ArrayCasts.pushedDown(object.definition())))
                        .toList());
    }
}
