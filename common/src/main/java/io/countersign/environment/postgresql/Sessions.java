package io.countersign.environment.postgresql;

import io.countersign.database.postgresql.SessionSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Sets sessions up so that names and values are spelt in one way on both sides, and nothing is silently left out. */
final class Sessions {
    /** Where a policy would hide rows: an error. */
    private static final String ROW_SECURITY = "row_security";

    private static final Map<String, String> SPELLING = Map.ofEntries(
            Map.entry("search_path", ""),
            Map.entry("TimeZone", "UTC"),
            Map.entry("DateStyle", "ISO, MDY"),
            Map.entry("IntervalStyle", "postgres"),
            Map.entry("extra_float_digits", "3"),
            Map.entry("bytea_output", "hex"),
            Map.entry("lc_monetary", "C"),
            Map.entry("xmloption", "content"),
            Map.entry("quote_all_identifiers", "off"),
            Map.entry("standard_conforming_strings", "on"),
            Map.entry("synchronize_seqscans", "off"),
            Map.entry(ROW_SECURITY, "off"),
            Map.entry("statement_timeout", "0"),
            // scans of whole tables look expensive, and have no expressions that would be worth compiling
            Map.entry("jit", "off"),
            Map.entry("client_min_messages", "warning"));
    private static final Map<String, String> READING = Map.of("lock_timeout", "60s");
    private static final Map<String, String> BUILDING = Map.of(
            "check_function_bodies", "off",
            // a server that crashes takes the unfinished copy with it anyway
            "synchronous_commit", "off",
            "default_tablespace", "",
            "default_table_access_method", "heap",
            "default_transaction_read_only", "off",
            "lock_timeout", "0",
            "maintenance_work_mem", "256MB");
    /** Indexes of several tables are built at the same time already; only large ones are worth a divided sort. */
    private static final Map<String, String> SHARING = Map.of("min_parallel_table_scan_size", "2GB");

    private Sessions() {}

    /** Sets one session up. */
    @FunctionalInterface
    interface Setting {
        void apply(Connection connection) throws SQLException;
    }

    /** For the rest of the open transaction. */
    static void forReading(Connection connection) throws SQLException {
        SessionSettings.setLocally(connection, SPELLING);
        SessionSettings.setLocally(connection, READING);
    }

    static void forCounting(Connection connection) throws SQLException {
        SessionSettings.set(connection, Map.of(ROW_SECURITY, "off"));
    }

    static void forBuilding(Connection connection) throws SQLException {
        SessionSettings.set(connection, SPELLING);
        SessionSettings.set(connection, BUILDING);
    }

    /** For one of several that build at the same time. */
    static void forSharing(Connection connection) throws SQLException {
        forBuilding(connection);
        SessionSettings.set(connection, SHARING);
    }
}
