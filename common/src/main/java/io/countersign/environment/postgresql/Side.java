package io.countersign.environment.postgresql;

import io.countersign.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One of the two databases between which rows move, and a connection to it.
 *
 * @param database whose errors these are
 * @param owned whether the connection ends with this
 */
record Side(TargetDatabase database, Connection connection, boolean owned) implements AutoCloseable {

    /** With a connection of its own. */
    static Side own(TargetDatabase database) {
        return new Side(database, database.another(), true);
    }

    /** With a connection of its own, set up for what it is to do. */
    static Side own(TargetDatabase database, Sessions.Setting setting) {
        Side side = own(database);
        return side.ask("a session was set up", connection -> {
            setting.apply(connection);
            return side;
        });
    }

    /** With the database's working connection. */
    static Side lent(TargetDatabase database) {
        return new Side(database, database.connection(), false);
    }

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

    /** Likewise where rows are read that the other side is not to see: errors repeat no value. */
    <T> T askDiscreetly(String doing, Work<T> work) {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw database.errors().withoutValues().during(doing, e);
        }
    }

    @Override
    public void close() {
        if (!owned) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            // the driver has dropped its side; there is nothing else to release
        }
    }
}
