package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.secret.Secret;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2InventoryTest {
    private static final String[] EVERYTHING = {
        "CREATE SCHEMA sales",
        "CREATE DOMAIN sales.price AS decimal(10, 2) DEFAULT 0 CHECK (VALUE >= 0)",
        "CREATE SEQUENCE sales.numbers START WITH 5 INCREMENT BY 2",
        "CREATE TABLE sales.customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(80) NOT NULL DEFAULT 'a''b',"
                + " status enum('new', 'old'), price sales.price, upper_name varchar AS upper(name), tags varchar array, UNIQUE (name),"
                + " CHECK (name <> 'x'))",
        "CREATE TABLE \"Örder\" (id int PRIMARY KEY, customer bigint, shipped date, CONSTRAINT buyer FOREIGN KEY (customer)"
                + " REFERENCES sales.customer (id) ON DELETE CASCADE)",
        "CREATE INDEX by_date ON \"Örder\" (shipped DESC)",
        "CREATE VIEW good AS SELECT c.name, o.shipped FROM sales.customer c JOIN \"Örder\" o ON o.customer = c.id",
        "CREATE ALIAS twice FOR \"java.lang.Math.abs(int)\"",
        "CREATE CONSTANT one VALUE 1",
        "CREATE TABLE plain (id int)",
        "CREATE SYNONYM buyers FOR plain",
        "COMMENT ON TABLE sales.customer IS 'who buys'",
        "CREATE USER reader PASSWORD 'x'",
        "GRANT SELECT ON sales.customer TO reader",
        "CREATE TABLE databasechangelog (id int)"
    };

    private static TargetDatabase filled() {
        TargetDatabase target = Targets.H2.open();
        Targets.run(target, EVERYTHING);
        return target;
    }

    @Test
    void is_the_same_after_script_and_run() throws SQLException {
        try (TargetDatabase original = filled();
                TargetDatabase copy = Targets.H2.open()) {
            List<String> script = new ArrayList<>();
            try (Statement statement = original.connection().createStatement();
                    ResultSet rows = statement.executeQuery("SCRIPT NOPASSWORDS NOSETTINGS")) {
                while (rows.next()) {
                    script.add(rows.getString(1));
                }
            }
            Targets.run(copy, script.toArray(String[]::new));
            Targets.run(copy, "CREATE SYNONYM buyers FOR plain"); // H2's scripts forget synonyms
            assertThat(copy.inventory().differencesFrom(original.inventory())).isEmpty();
            assertThat(copy.inventory().objects()).hasSizeGreaterThan(20);
        }
    }

    @Test
    void is_the_same_after_columns_of_keys_were_renamed_and_the_database_was_opened_again(@TempDir Path folder) {
        ConnectionSettings settings = new ConnectionSettings(
                "QAT/main",
                "jdbc:h2:file:" + folder.resolve("renamed"),
                Optional.empty(),
                Secret.none(),
                Optional.empty(),
                Duration.ofSeconds(15));
        SchemaInventory before;
        try (TargetDatabase target = TargetDatabases.connect(settings)) {
            Targets.run(
                    target,
                    "CREATE TABLE scope (id int PRIMARY KEY, parent int, CONSTRAINT above FOREIGN KEY (parent) REFERENCES scope)",
                    "CREATE TABLE attribute (template int NOT NULL, title varchar(10) NOT NULL, extra int,"
                            + " CONSTRAINT pk PRIMARY KEY (title, template), CONSTRAINT uk UNIQUE (extra, template),"
                            + " CONSTRAINT fk FOREIGN KEY (template) REFERENCES scope)",
                    "ALTER TABLE scope ALTER COLUMN parent RENAME TO above",
                    "ALTER TABLE attribute ALTER COLUMN template RENAME TO scope",
                    "ALTER TABLE attribute ALTER COLUMN title RENAME TO name");
            before = target.inventory();
        }
        try (TargetDatabase target = TargetDatabases.connect(settings)) {
            assertThat(target.inventory().differencesFrom(before)).isEmpty();
            assertThat(before.objects())
                    .extracting(SchemaObject::definition)
                    .contains("NAME\nSCOPE", "EXTRA\nSCOPE", "ABOVE 1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id int)",
                "CREATE SCHEMA another",
                "ALTER TABLE sales.customer ADD extra int",
                "ALTER TABLE sales.customer ALTER COLUMN name SET DATA TYPE varchar(81)",
                "ALTER TABLE sales.customer ALTER COLUMN name DROP NOT NULL",
                "ALTER TABLE sales.customer ALTER COLUMN name SET DEFAULT 'z'",
                "ALTER TABLE sales.customer ADD CHECK (id > 0)",
                "ALTER TABLE \"Örder\" DROP CONSTRAINT buyer",
                "DROP INDEX by_date",
                "CREATE OR REPLACE VIEW good AS SELECT name FROM sales.customer",
                "ALTER SEQUENCE sales.numbers INCREMENT BY 3",
                "DROP ALIAS twice",
                "DROP CONSTANT one",
                "DROP SYNONYM buyers",
                "COMMENT ON TABLE sales.customer IS 'x'",
                "COMMENT ON COLUMN sales.customer.name IS 'x'",
                "GRANT INSERT ON sales.customer TO reader"
            })
    void changes_with(String change) {
        try (TargetDatabase target = filled()) {
            SchemaInventory before = target.inventory();
            Targets.run(target, change);
            assertThat(target.inventory().differencesFrom(before)).isNotEmpty();
        }
    }

    @Test
    void does_not_change_with_data() {
        try (TargetDatabase target = filled()) {
            SchemaInventory before = target.inventory();
            target.createLedger();
            Targets.run(
                    target,
                    "INSERT INTO sales.customer (name) VALUES ('y'), ('z')",
                    "VALUES NEXT VALUE FOR sales.numbers",
                    "ANALYZE",
                    "ALTER TABLE databasechangelog ADD x int");
            assertThat(target.inventory().differencesFrom(before)).isEmpty();
        }
    }

    @Test
    void of_a_thousand_tables_takes_seconds_at_most() {
        try (TargetDatabase target = Targets.H2.open()) {
            for (int i = 0; i < 1000; i++) {
                Targets.run(
                        target,
                        "CREATE TABLE t" + i
                                + " (id bigint PRIMARY KEY, name varchar NOT NULL, kind varchar(9) UNIQUE)");
            }
            long start = System.nanoTime();
            assertThat(target.inventory().objects()).hasSize(8000);
            long milliseconds = (System.nanoTime() - start) / 1_000_000;
            System.out.println("1,000 tables, H2: " + milliseconds + " ms");
            assertThat(milliseconds).isLessThan(20_000);
        }
    }
}
