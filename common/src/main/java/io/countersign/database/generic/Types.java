package io.countersign.database.generic;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the product calls a 64-bit integer and a long text. */
record Types(String bigint, String text) {

    static Types of(Connection connection) throws SQLException {
        return new Types(
                name(connection, "BIGINT", java.sql.Types.BIGINT, java.sql.Types.NUMERIC, java.sql.Types.DECIMAL),
                name(
                        connection,
                        "CLOB",
                        java.sql.Types.CLOB,
                        java.sql.Types.LONGVARCHAR,
                        java.sql.Types.LONGNVARCHAR,
                        java.sql.Types.NCLOB));
    }

    private static String name(Connection connection, String usual, int... wanted) throws SQLException {
        for (int type : wanted) {
            try (ResultSet types = connection.getMetaData().getTypeInfo()) {
                while (types.next()) {
                    if (types.getInt("DATA_TYPE") == type) {
                        return types.getString("TYPE_NAME");
                    }
                }
            }
        }
        return usual;
    }
}
