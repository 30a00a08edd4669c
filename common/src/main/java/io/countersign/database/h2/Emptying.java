package io.countersign.database.h2;

import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Drops everything of some schemas. */
final class Emptying {
    private final Connection connection;
    private final List<String> schemas;

    Emptying(Connection connection, List<String> schemas) {
        this.connection = connection;
        this.schemas = schemas;
    }

    void run() throws SQLException {
        for (String schema : schemas) {
            drop(
                    "SYNONYM",
                    schema,
                    "SELECT SYNONYM_NAME FROM INFORMATION_SCHEMA.SYNONYMS WHERE SYNONYM_SCHEMA = ?",
                    "");
        }
        for (String schema : schemas) {
            drop("VIEW", schema, tables("= 'VIEW'"), " CASCADE");
        }
        for (String schema : schemas) {
            drop("TABLE", schema, tables("<> 'VIEW'"), " CASCADE");
            drop(
                    "SEQUENCE",
                    schema,
                    "SELECT SEQUENCE_NAME FROM INFORMATION_SCHEMA.SEQUENCES WHERE SEQUENCE_SCHEMA = ?",
                    "");
            drop("ALIAS", schema, routines("IN ('FUNCTION', 'PROCEDURE')"), "");
            drop("AGGREGATE", schema, routines("= 'AGGREGATE'"), "");
            drop(
                    "CONSTANT",
                    schema,
                    "SELECT CONSTANT_NAME FROM INFORMATION_SCHEMA.CONSTANTS WHERE CONSTANT_SCHEMA = ?",
                    "");
            drop(
                    "DOMAIN",
                    schema,
                    "SELECT DOMAIN_NAME FROM INFORMATION_SCHEMA.DOMAINS WHERE DOMAIN_SCHEMA = ?",
                    " CASCADE");
        }
        for (String schema : schemas) {
            if (!schema.equals("PUBLIC")) {
                Rows.execute(connection, "DROP SCHEMA " + Identifiers.quoted(schema) + " CASCADE");
            }
        }
    }

    private static String tables(String type) {
        return "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE " + type;
    }

    private static String routines(String type) {
        return "SELECT DISTINCT ROUTINE_NAME FROM INFORMATION_SCHEMA.ROUTINES WHERE ROUTINE_SCHEMA = ? AND ROUTINE_TYPE "
                + type;
    }

    private void drop(String kind, String schema, String names, String how) throws SQLException {
        for (String name : Rows.list(connection, names, row -> row.getString(1), schema)) {
            Rows.execute(
                    connection,
                    "DROP " + kind + " IF EXISTS " + Identifiers.quoted(schema) + "." + Identifiers.quoted(name) + how);
        }
    }
}
