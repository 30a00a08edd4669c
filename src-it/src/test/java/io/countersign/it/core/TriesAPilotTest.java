package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.command.Command;
import io.countersign.command.PilotCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Production's records under a new release, in a database of their own, for users to configure and to try. */
class TriesAPilotTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void follows_production_and_keeps_what_was_configured_in_it(Databases product) {
        Pilots pilots = Pilots.inProduction(product, folder);
        Promotion promotion = pilots.promotion();
        ReleaseInput second = pilots.accepted();

        PilotCommand.Result made = promotion.run(pilots.create(second));

        assertThat(made.carried()).isEmpty();
        assertThat(promotion.query("PILOT", "select price from book where id = 1"))
                .isEqualTo("12.50");
        assertThat(promotion.application("PILOT")).contains("the bookshop 1.1.0");
        assertThat(promotion.status("PILOT").release()).isPresent();
        assertThat(promotion.evidence(second).resolve(name(made))).isRegularFile();
        promotion.execute("PILOT", "update genre set label = 'Roman' where id = 1");
        promotion.execute("PILOT", "insert into genre (id, label) values (9, 'Sonnet')");
        promotion.execute("PILOT", "insert into book (id, title) values (77, 'only tried')");
        promotion.execute("PRD", "insert into book (id, title) values (2, 'Persuasion')");

        PilotCommand.Result fresh = promotion.run(pilots.refresh(second, false));

        assertThat(Pilots.lines(fresh.carried())).hasSize(2);
        assertThat(pilots.books("PILOT")).isEqualTo("Emma,Persuasion");
        assertThat(pilots.genres("PILOT")).isEqualTo("Roman,Drama,Sonnet");
        assertThat(promotion.status("PILOT").drift()).contains(false);
        assertThat(promotion.history("PILOT")).hasAtLeastOneElementOfType(LedgerEvent.ConfigurationChanged.class);
        assertThat(promotion.query("PRD", "select count(*) from book")).isEqualTo("2");
        expectSameSchemaAsAfter(pilots, second);
    }

    /** What the same release makes of the same production. */
    private static void expectSameSchemaAsAfter(Pilots pilots, ReleaseInput release) {
        Promotion promotion = pilots.promotion();
        promotion.approveForProduction(release);
        promotion.deploy(release, "PRD");
        try (TargetDatabase pilot = promotion.target("PILOT");
                TargetDatabase production = promotion.target("PRD")) {
            assertThat(pilot.inventory().differencesFrom(production.inventory()))
                    .isEmpty();
        }
        assertThat(pilots.books("PILOT")).isEqualTo(pilots.books("PRD"));
        assertThat(promotion.query("PILOT", "select name from author"))
                .isEqualTo(promotion.query("PRD", "select name from author"));
    }

    @ParameterizedTest
    @EnumSource
    void tells_what_was_changed_in_productions_configuration_meanwhile(Databases product) {
        Pilots pilots = Pilots.inProduction(product, folder);
        Promotion promotion = pilots.promotion();
        ReleaseInput second = pilots.accepted();
        promotion.run(pilots.create(second));
        promotion.execute("PILOT", "update genre set label = 'Roman' where id = 1");
        promotion.execute("PRD", "update genre set label = 'Tragedy' where id = 2");
        promotion.execute("PRD", "insert into book (id, title) values (2, 'Persuasion')");

        CountersignException refused =
                catchThrowableOfType(CountersignException.class, () -> promotion.run(pilots.refresh(second, false)));

        assertThat(refused.code()).isEqualTo(ProblemCode.CONSENT_MISSING);
        assertThat(refused.problem().found()).contains("genre 2", "Drama → Tragedy");
        assertThat(refused.problem().state()).contains("PILOT/main is as it was");
        assertThat(pilots.genres("PILOT")).isEqualTo("Roman,Drama");
        assertThat(pilots.books("PILOT")).isEqualTo("Emma");

        PilotCommand.Result consented = promotion.run(pilots.refresh(second, true));

        assertThat(Pilots.lines(consented.leftBehind())).hasSize(1);
        assertThat(pilots.genres("PILOT")).isEqualTo("Roman,Drama");
        assertThat(pilots.books("PILOT")).isEqualTo("Emma,Persuasion");
        assertThat(promotion.run(pilots.refresh(second, false)).leftBehind())
                .as("what was consented to once is not asked again")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void stays_what_it_is_where_the_release_fails_on_productions_records(Databases product) {
        Pilots pilots = Pilots.inProduction(product, folder);
        Promotion promotion = pilots.promotion();
        ReleaseInput second = pilots.accepted();
        promotion.run(pilots.create(second));
        promotion.execute("PRD", "insert into book (id, title) values (1000, 'unforeseen')");
        promotion.project().changes("3", """
                --liquibase formatted sql
                --changeset ada:7
                create table shelf (id int primary key);
                --rollback drop table shelf;
                --changeset ada:8
                insert into shelf (id) select id / (id - 1000) from book;
                --rollback delete from shelf;
                """);
        ReleaseInput third = promotion.seal("1.2.0");
        promotion.deploy(third, "DEV");
        promotion.approve(third, "QAT", "developer");
        promotion.deploy(third, "QAT");
        promotion.approve(third, "PILOT", "developer");
        promotion.deploy(third, "PILOT");

        CountersignException failed =
                catchThrowableOfType(CountersignException.class, () -> promotion.run(pilots.refresh(third, false)));

        assertThat(failed.problem().state()).contains("PILOT/main is as it was");
        assertThat(pilots.books("PILOT")).isEqualTo("Emma");
        assertThat(promotion.query("PILOT", "select count(*) from shelf")).isEqualTo("1");
        assertThat(promotion.status("PILOT").state()).isEmpty();
        assertThat(promotion.application("PILOT")).contains("the bookshop 1.2.0");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void is_the_old_one_or_the_new_one_wherever_it_is_killed(Databases product) {
        Pilots pilots = Pilots.inProduction(product, folder);
        Promotion promotion = pilots.promotion();
        ReleaseInput second = pilots.accepted();
        promotion.run(pilots.create(second));
        promotion.execute("PILOT", "update genre set label = 'Roman' where id = 1");
        promotion.execute("PRD", "insert into book (id, title) values (2, 'Persuasion')");
        for (String moment :
                List.of("Applying changesets, step 1", "Changing 1 rows", "Putting the copy", "Finishing")) {
            assertThat(WorkingProcess.killedAt(promotion, pilots.refresh(second, true), moment))
                    .as(moment)
                    .isPresent();
            if (promotion.status("PILOT").state().isPresent()) {
                promotion.recover("PILOT");
            }
            assertThat(promotion.status("PILOT").state()).as(moment).isEmpty();
            assertThat(pilots.books("PILOT")).as(moment).isIn("Emma", "Emma,Persuasion");
            assertThat(pilots.genres("PILOT")).as(moment).isEqualTo("Roman,Drama");
            assertThat(promotion.application("PILOT")).as(moment).contains("the bookshop 1.1.0");
        }
        promotion.run(pilots.refresh(second, true));
        assertThat(pilots.books("PILOT")).isEqualTo("Emma,Persuasion");
        assertThat(pilots.genres("PILOT")).isEqualTo("Roman,Drama");
    }

    @ParameterizedTest
    @EnumSource
    void needs_approvals_a_pilot_and_a_source_above(Databases product) {
        Pilots pilots = Pilots.inProduction(product, folder);
        Promotion promotion = pilots.promotion();
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");

        assertThat(refusal(promotion, pilots.refresh(second, false))).isEqualTo(ProblemCode.PILOT_MISSING);
        assertThat(refusal(promotion, pilots.create(second))).isEqualTo(ProblemCode.GATE_REFUSED);
        assertThat(promotion.history("PILOT")).isEmpty();
        assertThat(catchThrowableOfType(
                                CountersignException.class, () -> promotion.run(pilots.switching(second, false)))
                        .code())
                .isEqualTo(ProblemCode.PILOT_MISSING);
        assertThat(refusal(promotion, pilots.pilot("QAT", second, PilotCommand.Kind.CREATE, false)))
                .isEqualTo(ProblemCode.CLONE_REFUSED);
    }

    private static ProblemCode refusal(Promotion promotion, PilotCommand command) {
        return catchThrowableOfType(CountersignException.class, () -> promotion.run(command))
                .code();
    }

    private static Path name(PilotCommand.Result result) {
        return Path.of(result.receiptFile()).getFileName();
    }

    /** What is carried over to production is agreed when a pilot is made. */
    @Test
    void with_another_list_of_tables_it_is_refused() {
        Pilots pilots = Pilots.inProduction(Databases.POSTGRESQL, folder);
        Promotion promotion = pilots.promotion();
        ReleaseInput second = pilots.tried();
        promotion.execute("PILOT", "delete from book");
        promotion.project().configure("bookshop", "configuration: { directory: data, tables: [ genre, book ] }");

        for (Command<?> command : List.of(pilots.refresh(second, true), pilots.switching(second, true))) {
            assertThatThrownBy(() -> promotion.run(command))
                    .hasMessageContaining("[configuration-data-refused]")
                    .hasMessageContaining("book, genre");
        }
        assertThat(pilots.books("PRD")).isEqualTo("Emma");
    }
}
