package io.countersign.it.core;

import io.countersign.harness.DatabaseServer;
import io.countersign.harness.H2Databases;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A server on which QAT is alone, production being on another one, and which writes down whatever it can. */
abstract class LowerServer implements AutoCloseable {
    private final Environments environments;

    private LowerServer(Environments environments) {
        this.environments = environments;
    }

    static LowerServer of(Databases product, Path folder) throws IOException {
        return switch (product) {
            case POSTGRESQL -> new OfPostgres(folder, PostgresServer.start(OfPostgres.SETTINGS));
            case MARIADB -> new OfMariaDb(folder, MariaDbServer.start(OfMariaDb.options()));
            case H2 -> new OfH2(folder, H2Databases.inDirectory(Files.createDirectories(folder.resolve("lower"))));
        };
    }

    Environments environments() {
        return environments;
    }

    /** The folder of all that the server has on the disk, written out. */
    abstract Path files() throws IOException;

    /** What the database's own tool makes of QAT; nothing where the machine has no such tool. */
    abstract List<String> dump();

    /** Those whose values a dump shows, where there is one. */
    List<String> dumped(Canaries canaries) {
        return dump().isEmpty() ? List.of() : canaries.names();
    }

    @Override
    public abstract void close();

    /** The first column of the first row, where there is one. */
    static String ask(TestDatabase database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static final class OfPostgres extends LowerServer {
        static final Map<String, String> SETTINGS = Map.of(
                "logging_collector", "on",
                "log_directory", "log",
                "log_statement", "all",
                "log_min_messages", "debug1",
                "log_error_verbosity", "verbose");

        private final PostgresServer server;

        OfPostgres(Path folder, PostgresServer server) {
            super(environments(folder, server));
            this.server = server;
        }

        private static Environments environments(Path folder, PostgresServer server) {
            TestDatabase lower = server.newDatabase();
            ClonesPostgresTest.administrate(server, "ALTER ROLE " + lower.user() + " CREATEDB");
            PostgresServer upper = PostgresServer.shared();
            return new Environments(folder, server.newDatabase(), lower, upper.newDatabase());
        }

        @Override
        Path files() {
            ask(server.administration(), "CHECKPOINT");
            return Path.of(ask(server.administration(), "SHOW data_directory"));
        }

        @Override
        List<String> dump() {
            return PgDump.isFitting()
                    ? List.of(PgDump.whole(server, environments().database("QAT")))
                    : List.of();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static final class OfMariaDb extends LowerServer {
        static List<String> options() {
            return List.of(
                    "--log-bin",
                    "--binlog-format=ROW",
                    MariaDbServer.shared().isMySql()
                            ? "--binlog-rows-query-log-events=ON"
                            : "--binlog-annotate-row-events=ON",
                    "--general-log=1",
                    "--slow-query-log=1",
                    "--long-query-time=0");
        }

        private final MariaDbServer server;

        OfMariaDb(Path folder, MariaDbServer server) {
            super(environments(folder, server));
            this.server = server;
        }

        private static Environments environments(Path folder, MariaDbServer server) {
            TestDatabase lower = server.newDatabase();
            ask(
                    server.administration(),
                    "GRANT ALL ON `" + lower.name().replace("_", "\\_") + "\\_cs\\_%`.* TO '" + lower.user()
                            + "'@'localhost'");
            return new Environments(
                    folder, server.newDatabase(), lower, MariaDbServer.shared().newDatabase());
        }

        @Override
        Path files() {
            String name = environments().database("QAT").name();
            ask(server.administration(), "FLUSH TABLES `" + name + "`.person FOR EXPORT");
            ask(server.administration(), "FLUSH LOGS");
            return Path.of(ask(server.administration(), "SELECT @@datadir"));
        }

        @Override
        List<String> dump() {
            TestDatabase administration = server.administration();
            ProcessBuilder builder = new ProcessBuilder(
                    server.dump().toString(),
                    "--host=127.0.0.1",
                    "--port=" + server.port(),
                    "--skip-ssl-verify-server-cert",
                    "--user=" + administration.user(),
                    environments().database("QAT").name());
            builder.environment().put("MYSQL_PWD", administration.password());
            try {
                Process process =
                        builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                if (process.waitFor() != 0) {
                    throw new AssertionError(builder.command() + " failed");
                }
                return List.of(output);
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static final class OfH2 extends LowerServer {
        private final Path folder;
        private final H2Databases server;
        private final DatabaseServer upper;

        OfH2(Path folder, H2Databases server) throws IOException {
            this(folder, server, H2Databases.inDirectory(Files.createDirectories(folder.resolve("upper"))));
        }

        private OfH2(Path folder, H2Databases server, DatabaseServer upper) {
            super(new Environments(folder, server.newDatabase(), server.newDatabase(), upper.newDatabase()));
            this.folder = folder;
            this.server = server;
            this.upper = upper;
        }

        @Override
        Path files() {
            environments().execute("QAT", "checkpoint sync");
            return folder.resolve("lower");
        }

        @Override
        List<String> dump() {
            Path script = folder.resolve("dump.sql");
            environments().execute("QAT", "script to '" + script + "'");
            try {
                return List.of(Files.readString(script));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            server.close();
            upper.close();
        }
    }
}
