package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.harness.MariaDbServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers that one database has handed out are not handed out again by another one that takes its place. */
class NumbersTest {

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void goes_on_behind_what_the_other_database_has_handed_out(Targets product) {
        try (TargetDatabase live = product.open();
                TargetDatabase next = product.open()) {
            String identity = product == Targets.POSTGRESQL
                    ? "CREATE TABLE book (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title varchar(40))"
                    : "CREATE TABLE book (id int AUTO_INCREMENT PRIMARY KEY, title varchar(40))";
            boolean sequences =
                    product == Targets.POSTGRESQL || !MariaDbServer.shared().isMySql();
            for (TargetDatabase each : List.of(live, next)) {
                Targets.run(each, identity);
                if (sequences) {
                    Targets.run(each, "CREATE SEQUENCE invoice START WITH 100");
                }
                Targets.run(each, "INSERT INTO book (title) VALUES ('Emma')");
            }
            String ask = product == Targets.POSTGRESQL ? "SELECT nextval('invoice')" : "SELECT NEXTVAL(invoice)";
            Targets.run(live, "INSERT INTO book (title) VALUES ('Persuasion'), ('Sanditon')");
            long invoice = sequences ? Targets.number(live, ask) : 0;

            List<NumberSource> advanced = next.advance(live.numbers());

            assertThat(advanced).extracting(NumberSource::name).hasSize(sequences ? 2 : 1);
            Targets.run(next, "INSERT INTO book (title) VALUES ('Lady Susan')");
            assertThat(Targets.number(next, "SELECT max(id) FROM book")).isEqualTo(4);
            if (sequences) {
                assertThat(advanced).extracting(NumberSource::name).anyMatch(name -> name.contains("invoice"));
                assertThat(Targets.number(next, ask)).isGreaterThan(invoice);
            }
            assertThat(next.advance(live.numbers())).as("never back").isEmpty();
        }
    }

    @Test
    void what_counts_downwards_and_what_the_other_does_not_have() {
        try (TargetDatabase live = Targets.POSTGRESQL.open();
                TargetDatabase next = Targets.POSTGRESQL.open()) {
            Targets.run(live, "CREATE SEQUENCE down INCREMENT BY -1", "CREATE SEQUENCE gone");
            Targets.run(next, "CREATE SEQUENCE down INCREMENT BY -1");
            for (String sequence : List.of("down", "down", "gone")) {
                Targets.number(live, "SELECT nextval('" + sequence + "')");
            }

            assertThat(next.advance(live.numbers()))
                    .extracting(NumberSource::name)
                    .containsExactly("public.down");

            assertThat(Targets.number(next, "SELECT nextval('down')")).isEqualTo(-3);
        }
    }
}
