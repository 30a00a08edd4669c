package io.countersign.database.liquibase;

import io.countersign.database.TargetDatabase;
import io.countersign.harness.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** Targets over plain JDBC, with nothing but a connection and its transaction. */
final class Targets {
    private Targets() {}

    static TargetDatabase open(TestDatabase database) throws SQLException {
        Connection connection = database.connect();
        return (TargetDatabase) Proxy.newProxyInstance(
                Targets.class.getClassLoader(), new Class<?>[] {TargetDatabase.class}, (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "connection":
                            return connection;
                        case "name":
                            return "TEST/main";
                        case "transactionalDdl":
                            return database.url().startsWith("jdbc:postgresql");
                        case "begin":
                            connection.setAutoCommit(false);
                            return null;
                        case "commit":
                            connection.commit();
                            connection.setAutoCommit(true);
                            return null;
                        case "rollback":
                            if (!connection.getAutoCommit()) {
                                connection.rollback();
                                connection.setAutoCommit(true);
                            }
                            return null;
                        case "close":
                            connection.close();
                            return null;
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }
}
