package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.CloneResult;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.progress.Progress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Production is spared: what is copied is a real hot standby of it. */
class ClonesAReplicaTest {
    @TempDir
    Path folder;

    @Test
    void in_one_state_over_one_connection_while_production_writes() {
        try (PostgresServer primary = PostgresServer.start()) {
            TestDatabase production = primary.newDatabase();
            execute(
                    production,
                    "CREATE TABLE customer (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)",
                    "CREATE TABLE purchase (id serial PRIMARY KEY, customer int NOT NULL REFERENCES customer, amount numeric)",
                    "CREATE UNLOGGED TABLE seen (id int)",
                    "CREATE MATERIALIZED VIEW turnover AS SELECT customer, sum(amount) AS amount FROM purchase GROUP BY customer",
                    "INSERT INTO customer (name) SELECT 'customer ' || g FROM generate_series(1, 2000) g",
                    "INSERT INTO purchase (customer, amount) SELECT id, id / 100.0 FROM customer",
                    "INSERT INTO seen VALUES (1)",
                    "SELECT lo_from_bytea(0, '\\xcafe')",
                    "REFRESH MATERIALIZED VIEW turnover");
            try (PostgresServer standby = primary.startStandby()) {
                Environments environments = new Environments(
                        folder,
                        PostgresServer.shared().newDatabase(),
                        PostgresServer.shared().newDatabase(),
                        standby.replicaOf(production));
                ClonesPostgresTest.administrate(
                        "ALTER ROLE " + environments.database("QAT").user() + " CREATEDB");
                List<String> told = new ArrayList<>();
                Progress progress = new Moments(-1, what -> {}) {
                    @Override
                    public void info(String message) {
                        told.add(message);
                        if (message.startsWith("Copying the rows")) {
                            execute(production, "INSERT INTO customer (name) VALUES ('too late')");
                        }
                    }
                };

                CloneResult result = environments.clone("PRD", "QAT", progress);

                assertThat(told).anyMatch(line -> line.startsWith("PRD/main is a replica"));
                assertThat(result.receipt().leftOut())
                        .containsExactly("rows of unlogged table public.seen: a replica has none");
                assertThat(environments.query("QAT", "SELECT count(*) || ' ' || max(name) FROM customer"))
                        .isEqualTo("2000 customer 999");
                assertThat(environments.query("QAT", "SELECT sum(amount)::int FROM turnover"))
                        .isEqualTo("20010");
                assertThat(environments.query("QAT", "SELECT nextval('purchase_id_seq') > 2000"))
                        .isEqualTo("t");
                assertThat(environments.query("QAT", "SELECT lo_get(oid) FROM pg_largeobject_metadata"))
                        .isEqualTo("\\xcafe");
            }
        }
    }

    private static void execute(TestDatabase database, String... statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
