package io.countersign.database.mariadb;

import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Drops everything of a schema but the ledger. */
final class Emptying {
    private final Connection connection;

    Emptying(Connection connection) {
        this.connection = connection;
    }

    void run() throws SQLException {
        Rows.execute(connection, "SET SESSION foreign_key_checks = 0");
        try {
            drop("EVENT", "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()");
            drop("PROCEDURE", routines("PROCEDURE"));
            drop("FUNCTION", routines("FUNCTION"));
            drop("VIEW", tables("VIEW"));
            drop("TABLE", tables("BASE TABLE"));
            drop("TABLE", tables("SYSTEM VERSIONED"));
            drop("SEQUENCE", tables("SEQUENCE"));
        } finally {
            Rows.execute(connection, "SET SESSION foreign_key_checks = 1");
        }
    }

    private static String routines(String type) {
        return "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()"
                + " AND ROUTINE_TYPE = '" + type + "'";
    }

    private static String tables(String type) {
        return "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = '"
                + type + "' AND TABLE_NAME <> '" + MariaDbTarget.LEDGER + "'";
    }

    private void drop(String kind, String names) throws SQLException {
        List<String> all = Rows.list(connection, names, row -> row.getString(1));
        for (String name : all) {
            Rows.execute(connection, "DROP " + kind + " IF EXISTS " + MariaDbTarget.quoted(name));
        }
    }
}
