package io.countersign.it.core;

import io.countersign.harness.DatabaseServer;
import io.countersign.harness.H2Databases;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The products that everything is tried on. */
enum Databases {
    POSTGRESQL {
        @Override
        DatabaseServer server(Path folder) {
            return PostgresServer.shared();
        }

        /** The build brings no client tools; where the machine has none for this server, the server itself copies. */
        @Override
        String backup(TestDatabase database) {
            if (PostgresClient.isInstalled()) {
                return super.backup(database);
            }
            try (Connection connection =
                            PostgresServer.shared().administration().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER ROLE " + database.user() + " CREATEDB");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return "method: template, " + super.backup(database);
        }
    },
    MARIADB {
        /** Backups take the tools that the server brings along. */
        @Override
        DatabaseServer server(Path folder) {
            MariaDbServer server = MariaDbServer.shared();
            System.setProperty(MARIADB_TOOLS, server.client().getParent().toString());
            return server;
        }
    },
    /** In files, so that a process of its own can open them. */
    H2 {
        @Override
        DatabaseServer server(Path folder) {
            return H2Databases.inDirectory(folder.resolve("h2"));
        }
    };

    static final String MARIADB_TOOLS = "countersign.mariadb.bin";

    abstract DatabaseServer server(Path folder);

    /** How stages on this product make backups, as {@code stages.yml} says it. */
    String backup(TestDatabase database) {
        return "directory: ../backups";
    }
}
