package io.countersign.database.jdbc;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.SqlErrors;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one target. Its driver was instantiated directly: {@code DriverManager} knows no drivers in a plugin's class
 * loader.
 *
 * @param driver the driver's own {@code connect}
 * @param properties what the driver is told besides user and password
 */
public record Connector(ConnectionSettings settings, Opening driver, Properties properties) {

    /** As {@link java.sql.Driver#connect}. */
    @FunctionalInterface
    public interface Opening {
        @Nullable Connection connect(String url, Properties properties) throws SQLException;
    }

    public SqlErrors errors() {
        return new SqlErrors(settings);
    }

    public Connection open() {
        return open(settings.url());
    }

    /** Another database of the same server, with the same credentials. */
    public Connection open(String url) {
        Properties all = new Properties();
        all.putAll(properties);
        settings.user().ifPresent(user -> all.setProperty("user", user));
        if (!settings.password().isEmpty()) {
            all.setProperty("password", settings.password().reveal());
        }
        try {
            Connection connection = driver.connect(url, all);
            if (connection == null) {
                throw CountersignException.problem(ProblemCode.DATABASE_UNSUPPORTED)
                        .found("The driver does not understand the URL of %s.", errors().target())
                        .remedy("Write the URL in the form that the database's JDBC driver documents.")
                        .build();
            }
            return connection;
        } catch (SQLException e) {
            throw errors().whileConnecting(e);
        }
    }
}
