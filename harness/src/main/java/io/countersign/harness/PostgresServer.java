package io.countersign.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A real PostgreSQL on a free port of the loopback interface. Its version is the one that the build's Maven profile chose.
 *
 * <p>Tests take {@link #shared()}, unless they stop the server or change its settings: then they {@link #start()} their own.
 * Passwords are really asked for, except of the superuser.
 */
public final class PostgresServer implements DatabaseServer {

    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;
    private final Optional<TemporaryDirectory> copied;

    private PostgresServer(EmbeddedPostgres postgres, Optional<TemporaryDirectory> copied) {
        this.postgres = postgres;
        this.copied = copied;
    }

    /** The server of this JVM: started when first asked for, stopped when the JVM ends. Don't close it. */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    /** A server of the caller's own, who closes it. It also stops when the JVM ends. */
    public static PostgresServer start() {
        return start(Map.of());
    }

    /** @param settings of {@code postgresql.conf} */
    public static PostgresServer start(Map<String, String> settings) {
        return start(settings, "scram-sha-256");
    }

    /** @param method by which clients prove that they know a password, as pg_hba.conf calls it */
    private static PostgresServer start(Map<String, String> settings, String method) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setPGStartupWait(PATIENCE)
                    .setDataDirectoryCustomizer(data -> askForPasswords(data, method));
            settings.forEach(builder::setServerConfig);
            return new PostgresServer(builder.start(), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    private static void askForPasswords(File dataDirectory, String method) {
        try {
            Files.writeString(dataDirectory.toPath().resolve("pg_hba.conf"), """
                    local all all trust
                    host all postgres 127.0.0.1/32 trust
                    host all postgres ::1/128 trust
                    host replication postgres 127.0.0.1/32 trust
                    host all all 127.0.0.1/32 %1$s
                    host all all ::1/128 %1$s
                    """.formatted(method));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A hot standby that has what this server has and follows it by streaming. The caller closes it, before this server. */
    public PostgresServer startStandby() {
        TemporaryDirectory directory = TemporaryDirectory.create("countersign-standby");
        try {
            return startStandby(directory);
        } catch (RuntimeException e) {
            directory.delete();
            throw e;
        }
    }

    private PostgresServer startStandby(TemporaryDirectory directory) {
        try (Connection connection = administration().connect();
                Statement statement = connection.createStatement()) {
            boolean renamed = connection.getMetaData().getDatabaseMajorVersion() >= 15;
            first(
                    statement,
                    renamed
                            ? "SELECT pg_backup_start('standby', true)"
                            : "SELECT pg_start_backup('standby', true, false)");
            BaseBackup.copy(Path.of(first(statement, "SHOW data_directory")), directory.path());
            String label = first(
                    statement,
                    "SELECT labelfile FROM " + (renamed ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)"));
            BaseBackup.complete(directory.path(), label, port());
            return new PostgresServer(
                    EmbeddedPostgres.builder()
                            .setPGStartupWait(PATIENCE)
                            .setDataDirectory(directory.path())
                            .setCleanDataDirectory(false)
                            .start(),
                    Optional.of(directory));
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL gave no base backup", e);
        } catch (IOException e) {
            throw new UncheckedIOException("no standby of PostgreSQL started", e);
        }
    }

    private static String first(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The same database as this server has it, which is a standby of the other one's. */
    public TestDatabase replicaOf(TestDatabase original) {
        return new TestDatabase(original.name(), url(original.name()), original.user(), original.password());
    }

    public int port() {
        return postgres.getPort();
    }

    /** The superuser's way into the maintenance database. */
    public TestDatabase administration() {
        return new TestDatabase(SUPERUSER, url(SUPERUSER), SUPERUSER, "");
    }

    @Override
    public TestDatabase newDatabase() {
        String name = RandomNames.database();
        String password = RandomNames.password();
        try (Connection connection = administration().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
            statement.execute("CREATE DATABASE " + name + " OWNER " + name + " TEMPLATE template0");
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL made no new database", e);
        }
        return new TestDatabase(name, url(name), name, password);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        } finally {
            copied.ifPresent(TemporaryDirectory::delete);
        }
    }

    /** The JVM's own laziness and locking: this class is initialised at the first use. */
    private static final class Shared {
        /** SCRAM would have clients hash some ten thousand times for each of thousands of connections. */
        private static final PostgresServer SERVER = start(Map.of(), "password");
    }
}
