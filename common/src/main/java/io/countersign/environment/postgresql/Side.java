package io.countersign.environment.postgresql;

import io.countersign.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One of the two databases between which rows move, and a connection to it.
 *
 * @param database whose errors these are
 */
record Side(TargetDatabase database, Connection connection) implements AutoCloseable {

    /** Something to be done over the connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    <T> T ask(String doing, Work<T> work) {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw database.errors().during(doing, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // the driver has dropped its side; there is nothing else to release
        }
    }
}
