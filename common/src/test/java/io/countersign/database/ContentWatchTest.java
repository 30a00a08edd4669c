package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.problem.CountersignException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever looks a second time sees whatever was done meanwhile, also where less is read. */
class ContentWatchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO book VALUES (9, 'Sanditon')",
                "UPDATE book SET title = 'EMMA' WHERE id = 1",
                "DELETE FROM book WHERE id = 1",
                "DELETE FROM book WHERE id = 1; INSERT INTO book VALUES (9, 'Sanditon')",
                "DELETE FROM book",
                "TRUNCATE book; INSERT INTO book VALUES (1, 'Emma'), (2, 'other')",
            })
    void notices(String change) {
        for (Targets product : List.of(Targets.POSTGRESQL, Targets.MARIADB)) {
            try (TargetDatabase database = books(product)) {
                ContentWatch watch = database.watch();
                List<TableContent> before = watch.read();

                Targets.run(database, change.split("; "));

                assertThat(watch.read())
                        .as(product + ": " + change)
                        .isNotEqualTo(before)
                        .isEqualTo(database.contents());
                assertThat(watch.read()).as("once more").isEqualTo(database.contents());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void what_was_rewritten_or_changed_to_and_fro_is_what_it_is(Targets product) {
        try (TargetDatabase database = books(product)) {
            ContentWatch watch = database.watch();
            List<TableContent> before = watch.read();
            Targets.run(
                    database,
                    "UPDATE book SET title = 'EMMA' WHERE id = 1",
                    "UPDATE book SET title = 'Emma' WHERE id = 1");
            Targets.run(database, product == Targets.POSTGRESQL ? "VACUUM FULL book" : "ALTER TABLE book FORCE");
            Targets.run(database, "CREATE TABLE later (id int)");

            assertThat(watch.read()).hasSize(2).containsAll(before).isEqualTo(database.contents());
        }
    }

    /** What a policy hides could change without being noticed. */
    @Test
    void does_not_add_up_less_than_there_is() {
        try (TargetDatabase database = books(Targets.POSTGRESQL)) {
            Targets.run(
                    database,
                    "ALTER TABLE book ENABLE ROW LEVEL SECURITY",
                    "ALTER TABLE book FORCE ROW LEVEL SECURITY",
                    "CREATE POLICY one ON book USING (id = 1)");

            assertThatExceptionOfType(CountersignException.class)
                    .isThrownBy(database::contents)
                    .withMessageContaining("row-level security");
            assertThat(database.inventory().isEmpty()).isFalse();
        }
    }

    private static TargetDatabase books(Targets product) {
        TargetDatabase database = product.open();
        Targets.run(
                database,
                "CREATE TABLE book (id int PRIMARY KEY, title varchar(40))",
                "INSERT INTO book VALUES (1, 'Emma'), (2, 'Persuasion')");
        return database;
    }
}
