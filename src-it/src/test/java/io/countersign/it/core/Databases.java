package io.countersign.it.core;

import io.countersign.harness.DatabaseServer;
import io.countersign.harness.H2Databases;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import java.nio.file.Path;

/** The products that everything is tried on. */
enum Databases {
    POSTGRESQL {
        @Override
        DatabaseServer server(Path folder) {
            return PostgresServer.shared();
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
}
