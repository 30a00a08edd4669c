package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.harness.TestDatabase;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTableTest {

    @ParameterizedTest
    @EnumSource
    void keeps_bodies_to_the_byte(Targets product) throws SQLException {
        String body = "{\"a\": \"Žluťoučký 🦆 \\u0000 '\\\"\\\\ \t\r\n  \"}  ";
        String large = "ß".repeat(1_000_000);
        try (TargetDatabase target = product.open()) {
            assertThat(target.hasLedger()).isFalse();
            target.createLedger();
            target.createLedger();
            assertThat(target.hasLedger()).isTrue();
            assertThat(target.inventory().isEmpty())
                    .as("the ledger is no part of the schema")
                    .isTrue();
            try (PreparedStatement insert = target.connection()
                    .prepareStatement("INSERT INTO " + target.ledgerTable()
                            + " (seq, hash, body, inventory) VALUES (?, ?, ?, ?)")) {
                insert.setLong(1, 1);
                insert.setString(2, "a".repeat(64));
                insert.setString(3, body);
                insert.setString(4, large);
                insert.executeUpdate();
            }
            try (Statement select = target.connection().createStatement();
                    ResultSet row = select.executeQuery("SELECT body, inventory FROM " + target.ledgerTable())) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo(body);
                assertThat(row.getString(2)).isEqualTo(large);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void is_made_once_when_two_sessions_make_it_at_once(Targets product) throws Exception {
        TestDatabase database = product.fresh();
        int sessions = 4;
        CyclicBarrier start = new CyclicBarrier(sessions);
        ExecutorService pool = Executors.newFixedThreadPool(sessions);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                results.add(pool.submit(() -> {
                    try (TargetDatabase target = TargetDatabases.connect(Targets.settings(database))) {
                        start.await();
                        target.createLedger();
                        return target.hasLedger();
                    }
                }));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2"})
    void is_another_one_for_each_schema(Targets product) {
        TestDatabase database = product.fresh();
        try (TargetDatabase whole = TargetDatabases.connect(Targets.settings(database))) {
            Targets.run(whole, "CREATE SCHEMA \"Kunde ÄÖ\"");
            whole.createLedger();
            try (TargetDatabase one =
                    TargetDatabases.connect(Targets.withSchema(Targets.settings(database), "Kunde ÄÖ"))) {
                assertThat(one.schema()).isEqualTo("Kunde ÄÖ");
                assertThat(one.hasLedger()).isFalse();
                one.createLedger();
                assertThat(one.hasLedger()).isTrue();
                assertThat(one.ledgerTable()).isNotEqualTo(whole.ledgerTable());
            }
        }
    }
}
