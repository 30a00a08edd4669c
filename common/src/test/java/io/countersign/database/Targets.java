package io.countersign.database;

import io.countersign.harness.DatabaseServer;
import io.countersign.harness.H2Databases;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.secret.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** The products that every rule about databases is tried on. */
public enum Targets {
    POSTGRESQL,
    MARIADB,
    H2;

    /** An empty database of the test's own. */
    public TestDatabase fresh() {
        DatabaseServer server = switch (this) {
            case POSTGRESQL -> PostgresServer.shared();
            case MARIADB -> MariaDbServer.shared();
            case H2 -> H2Databases.inMemory();
        };
        return server.newDatabase();
    }

    public TargetDatabase open() {
        return TargetDatabases.connect(settings(fresh()));
    }

    public static ConnectionSettings settings(TestDatabase database) {
        return settings(database.url(), database.user(), database.password());
    }

    public static ConnectionSettings settings(String url, String user, String password) {
        return new ConnectionSettings(
                "QAT/main",
                url,
                Optional.of(user).filter(name -> !name.isEmpty()),
                Secret.of(password),
                Optional.empty(),
                Duration.ofSeconds(5));
    }

    public static ConnectionSettings withSchema(ConnectionSettings settings, String schema) {
        return new ConnectionSettings(
                settings.name(),
                settings.url(),
                settings.user(),
                settings.password(),
                Optional.of(schema),
                settings.timeout());
    }

    public static void run(TargetDatabase target, String... statements) {
        try (Statement statement = target.connection().createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The first column of the first row. */
    public static long number(TargetDatabase target, String sql) {
        try (Statement statement = target.connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
