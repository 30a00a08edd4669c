package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.CloneResult;
import io.countersign.database.DatabaseLock;
import io.countersign.database.TargetDatabase;
import io.countersign.environment.TableReceipt;
import io.countersign.harness.H2Databases;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of real H2 databases in files. */
class ClonesH2Test {

    @TempDir
    Path folder;

    private final List<H2Databases> opened = new ArrayList<>();

    private Environments environments(H2Databases databases) {
        opened.add(databases);
        return new Environments(folder, databases.newDatabase(), databases.newDatabase(), databases.newDatabase());
    }

    @AfterEach
    void close() {
        opened.forEach(H2Databases::close);
    }

    private static void expectEqual(Environments environments) {
        try (TargetDatabase source = environments.open("PRD");
                TargetDatabase copy = environments.open("QAT")) {
            assertThat(copy.inventory().objects())
                    .containsExactlyElementsOf(source.inventory().objects());
        }
    }

    @Test
    void copies_every_kind_of_object_and_value() throws IOException {
        Environments environments = environments(H2Databases.inDirectory(folder));
        environments.script("PRD", "h2-objects.sql");

        CloneResult result = environments.clone("PRD", "QAT");

        expectEqual(environments);
        assertThat(result.receipt().tables())
                .extracting(TableReceipt::table)
                .contains("PUBLIC.BOOK", "Odd Schema.odd \"table");
        assertThat(environments.query("QAT", "SELECT COUNT(*) FROM a_view")).isEqualTo("699");
        assertThat(environments.query("QAT", "SELECT NEXT VALUE FOR invoices"))
                .isEqualTo(environments.query("PRD", "SELECT NEXT VALUE FOR invoices"));
        environments.execute("QAT", "INSERT INTO book (title) VALUES ('new')");
        assertThatThrownBy(() -> environments.execute("QAT", "INSERT INTO book (title, publisher_id) VALUES ('x', 77)"))
                .hasMessageContaining("BOOK_PUBLISHER");
        assertThat(beside(folder)).isEmpty();
    }

    private static List<Path> beside(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains("_cs_")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void empties_the_elements_of_arrays() {
        Environments environments = environments(H2Databases.inDirectory(folder));
        environments.execute(
                "PRD",
                "CREATE TABLE visitor (id INT PRIMARY KEY, tags VARCHAR(20) ARRAY NOT NULL, numbers INT ARRAY)",
                "INSERT INTO visitor VALUES (1, ARRAY['Alice', 'Canary'], ARRAY[7])");
        environments.configure(Map.of("QAT", """
                    masking:
                      tables:
                        visitor: { columns: { id: keep, tags: { each: null }, numbers: { each: null } } }
                """));

        environments.clone("PRD", "QAT");

        assertThat(environments.query("QAT", "SELECT CONCAT(tags, numbers) FROM visitor"))
                .isEqualTo("[null, null][null]");
    }

    @Test
    void keeps_the_ledger_of_the_target() {
        Environments environments = environments(H2Databases.inDirectory(folder));
        environments.execute("PRD", "CREATE TABLE a (i INT PRIMARY KEY)");
        environments.baseline("PRD", "4.2");
        environments.execute("QAT", "CREATE TABLE b (i INT)");
        environments.baseline("QAT", "3.0");

        environments.refresh("PRD", "QAT");

        expectEqual(environments);
        assertThat(environments.events("QAT"))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("PolicyPinned", "Baselined", "Cloned");
        assertThat(environments.status("QAT").version().orElseThrow().value()).isEqualTo("4.2");
    }

    @Test
    void refuses_a_database_that_is_not_a_file() {
        Environments environments = environments(H2Databases.inMemory());

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(
                        CountersignException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CLONE_REFUSED));
    }

    /** The rows of a copy would arrive in the database that the table leads to. */
    @Test
    void refuses_tables_that_lead_to_other_databases() {
        H2Databases databases = H2Databases.inDirectory(folder);
        TestDatabase remote = databases.newDatabase();
        Environments elsewhere = new Environments(folder, remote, remote, remote);
        Environments environments = environments(databases);
        elsewhere.execute("PRD", "CREATE TABLE orders (id INT)", "INSERT INTO orders VALUES (1), (2)");
        environments.execute(
                "PRD",
                "CREATE TABLE own (id INT PRIMARY KEY)",
                "CREATE LINKED TABLE ext_orders (NULL, '" + remote.url() + "', '" + remote.user() + "', '"
                        + remote.password() + "', 'ORDERS')");

        assertThatThrownBy(() -> environments.clone("PRD", "QAT"))
                .isInstanceOfSatisfying(CountersignException.class, e -> {
                    assertThat(e.code()).isEqualTo(ProblemCode.CLONE_REFUSED);
                    assertThat(e.problem().found()).contains("PUBLIC.EXT_ORDERS (TABLE LINK)");
                });
        assertThat(elsewhere.query("PRD", "SELECT COUNT(*) FROM orders")).isEqualTo("2");
        assertThat(beside(folder)).isEmpty();

        environments.execute("PRD", "DROP TABLE ext_orders");
        environments.clone("PRD", "QAT");
    }

    @Test
    void survives_a_kill_at_every_moment() {
        List<String> moments = KilledRefreshes.expectOldOrNew(
                folder,
                own -> {
                    Environments environments = Environments.inFiles(own, own);
                    environments.execute("PRD", "CREATE TABLE other (i INT PRIMARY KEY)");
                    environments.baseline("PRD", "1");
                    return environments;
                },
                (environments, own, moment) -> {
                    try (TargetDatabase target = environments.open("QAT");
                            DatabaseLock lock = target.lock("the test", Duration.ofSeconds(20))) {
                        target.removeLeftovers();
                        assertThat(lock.isHeld()).isTrue();
                    }
                    assertThat(beside(own)).as(moment).isEmpty();
                });

        assertThat(moments).hasSizeGreaterThan(8);
    }
}
