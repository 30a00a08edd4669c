package io.countersign.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * One empty database and the way into it.
 *
 * @param name as the server knows it
 * @param url the JDBC URL, without user and password
 */
public record TestDatabase(String name, String url, String user, String password) {

    /** Opens a connection that the caller closes. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** Leaves the password out, so that tests may search every log for it. */
    @Override
    public String toString() {
        return "TestDatabase[" + name + " at " + url + " as " + user + "]";
    }
}
