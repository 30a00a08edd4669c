package io.countersign.database.mariadb;

import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The accounts in whose name routines, views, triggers and events work. Whoever loads a dump gives each of them to its definer again,
 * which for others than oneself takes a privilege on the whole server.
 */
final class Definers {
    /** MariaDB; MySQL before 8.2, and from then on; and what includes them. */
    private static final Pattern GIVING = Pattern.compile(
            "GRANT .*\\b(SET USER|SET_USER_ID|SET_ANY_DEFINER|SUPER|ALL PRIVILEGES)\\b.* ON \\*\\.\\* TO .*");

    private static final String OTHERS = """
            SELECT what FROM (
                SELECT CONCAT('view ', TABLE_NAME) AS what, DEFINER AS account FROM information_schema.VIEWS
                 WHERE TABLE_SCHEMA = DATABASE()
                UNION ALL SELECT CONCAT(LOWER(ROUTINE_TYPE), ' ', ROUTINE_NAME), DEFINER FROM information_schema.ROUTINES
                 WHERE ROUTINE_SCHEMA = DATABASE()
                UNION ALL SELECT CONCAT('trigger ', TRIGGER_NAME), DEFINER FROM information_schema.TRIGGERS
                 WHERE TRIGGER_SCHEMA = DATABASE()
                UNION ALL SELECT CONCAT('event ', EVENT_NAME), DEFINER FROM information_schema.EVENTS
                 WHERE EVENT_SCHEMA = DATABASE()) AS objects
             WHERE account <> CURRENT_USER() ORDER BY what
            """;

    private Definers() {}

    /** What of the connection's schema belongs to others, in words, unless its account may give objects to anybody. */
    static List<String> outOfReach(Connection connection) throws SQLException {
        List<String> others = Rows.list(connection, OTHERS, row -> row.getString(1));
        boolean gives = !others.isEmpty()
                && Rows.list(connection, "SHOW GRANTS", row -> row.getString(1)).stream()
                        .anyMatch(grant -> GIVING.matcher(grant).matches());
        return gives ? List.of() : others;
    }
}
