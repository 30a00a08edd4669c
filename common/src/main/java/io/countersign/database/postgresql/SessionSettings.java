package io.countersign.database.postgresql;

import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Settings of a session by their names, all in one question to the server. */
public final class SessionSettings {
    private static final String SET = """
            SELECT pg_catalog.set_config(s.name, s.value, ?)
              FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) AS s (name, value)
            """;

    private SessionSettings() {}

    /** For the rest of the open transaction. */
    public static void setLocally(Connection connection, Map<String, String> settings) throws SQLException {
        set(connection, settings, true);
    }

    /** Until the session ends. */
    public static void set(Connection connection, Map<String, String> settings) throws SQLException {
        set(connection, settings, false);
    }

    private static void set(Connection connection, Map<String, String> settings, boolean local) throws SQLException {
        String[] names = settings.keySet().toArray(String[]::new);
        String[] values = settings.values().toArray(String[]::new);
        Rows.list(
                connection,
                SET,
                row -> true,
                local,
                connection.createArrayOf("text", names),
                connection.createArrayOf("text", values));
    }
}
