package io.countersign.it.core;

import io.countersign.harness.DatabaseServer;
import io.countersign.harness.H2Databases;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

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
            allowCopies(database);
            return "method: template, " + super.backup(database);
        }

        @Override
        void allowCopies(TestDatabase database) {
            administrate(PostgresServer.shared().administration(), "ALTER ROLE " + database.user() + " CREATEDB");
        }

        @Override
        TestDatabase entrusted(TestDatabase first, TestDatabase second) {
            administrate(PostgresServer.shared().administration(), "GRANT " + second.user() + " TO " + first.user());
            return second;
        }

        @Override
        void breakConnections(TestDatabase database) {
            administrate(
                    PostgresServer.shared().administration(),
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE '" + database.name()
                            + "%' AND pid <> pg_backend_pid()");
        }

        @Override
        boolean isHandingOver() {
            return !numbers(
                            PostgresServer.shared().administration(),
                            "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO $countersign$%'")
                    .isEmpty();
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

        @Override
        void allowCopies(TestDatabase database) {
            administrate(
                    MariaDbServer.shared().administration(),
                    "GRANT ALL ON `" + database.name().replace("_", "\\_") + "\\_cs\\_%`.* TO '" + database.user()
                            + "'@'localhost'");
        }

        @Override
        TestDatabase entrusted(TestDatabase first, TestDatabase second) {
            administrate(
                    MariaDbServer.shared().administration(),
                    "GRANT ALL ON `" + second.name() + "`.* TO '" + first.user() + "'@'localhost' WITH GRANT OPTION");
            return new TestDatabase(second.name(), second.url(), first.user(), first.password());
        }

        @Override
        void breakConnections(TestDatabase database) {
            MariaDbServer server = MariaDbServer.shared();
            String sessions = "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = '" + database.user() + "'";
            numbers(server.administration(), sessions)
                    .forEach(id -> administrate(server.administration(), "KILL CONNECTION " + id));
        }

        /** Of a compound statement it shows the one within that is at work. */
        @Override
        boolean isHandingOver() {
            return !numbers(
                            MariaDbServer.shared().administration(),
                            "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE '%DO SLEEP(0.2)%' AND ID <> CONNECTION_ID()")
                    .isEmpty();
        }

        /** MySQL has no compound statements outside of procedures. */
        @Override
        boolean handsOverAtOnce() {
            return !MariaDbServer.shared().isMySql();
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

    /** Lets the database's own user build copies beside it. */
    void allowCopies(TestDatabase database) {
        // whoever may write the file may write another one beside it
    }

    /** Another database as the user of the first one may work on it too. */
    TestDatabase entrusted(TestDatabase first, TestDatabase second) {
        return second;
    }

    /** Ends every session of a database's user, and of what is built beside it, as a server does that is shut down. */
    void breakConnections(TestDatabase database) {
        throw new UnsupportedOperationException("the database runs in this process");
    }

    /** Whether it can exchange two slots' databases by one statement. */
    boolean handsOverAtOnce() {
        return this == POSTGRESQL;
    }

    /** Whether the server is at work on the statement that exchanges two slots' databases. */
    boolean isHandingOver() {
        throw new UnsupportedOperationException("it has no such statement");
    }

    private static List<Long> numbers(TestDatabase administration, String sql) {
        try (Connection connection = administration.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Long> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
            return numbers;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void administrate(TestDatabase administration, String sql) {
        try (Connection connection = administration.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
