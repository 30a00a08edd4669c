package io.countersign.database.mariadb;

import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;

/** What two connections have in common if one running server answers both, whatever host or proxy their URLs name. */
public record ServerIdentity(String value) {

    public static ServerIdentity of(Connection connection) throws SQLException {
        return new ServerIdentity(Rows.first(
                        connection,
                        "SELECT CONCAT_WS(' ', @@hostname, @@port, @@datadir, @@pid_file)",
                        row -> row.getString(1))
                .orElse(""));
    }
}
