package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DroppingTest {
    /** A worker of the server's own is in the database, under a role that owners of databases may not disturb. */
    @Test
    void removes_a_database_in_which_the_server_vacuums() throws Exception {
        try (PostgresServer server =
                PostgresServer.start(Map.of("autovacuum_naptime", "1s", "autovacuum_vacuum_cost_delay", "100ms"))) {
            TestDatabase database = server.newDatabase();
            TestDatabase leftover = leftover(server, database);
            try (Connection connection = leftover.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE t WITH (autovacuum_vacuum_cost_limit = 1, autovacuum_vacuum_threshold = 1)"
                                + " AS SELECT id, repeat('x', 200) AS text FROM generate_series(1, 50000) id");
                statement.execute("DELETE FROM t WHERE id % 2 = 0");
            }
            Await.until(Duration.ofMinutes(1), () -> isVacuumed(server, leftover));

            try (TargetDatabase target = TargetDatabases.connect(Targets.settings(database))) {
                target.removeLeftovers();
            }

            assertThat(count(server, "pg_database WHERE datname = '" + leftover.name() + "'"))
                    .isZero();
        }
    }

    private static TestDatabase leftover(PostgresServer server, TestDatabase database) throws SQLException {
        String name = database.name() + "_cs_clone";
        try (Connection connection = server.administration().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " OWNER " + database.user());
        }
        return new TestDatabase(
                name, database.url().replace(database.name(), name), database.user(), database.password());
    }

    private static boolean isVacuumed(PostgresServer server, TestDatabase database) {
        return count(
                        server,
                        "pg_stat_activity WHERE backend_type = 'autovacuum worker' AND datname = '" + database.name()
                                + "'")
                > 0;
    }

    private static int count(PostgresServer server, String what) {
        try (Connection connection = server.administration().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + what)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
