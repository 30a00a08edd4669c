package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.command.PilotCommand;
import io.countersign.command.PilotSwitchCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.database.TargetDatabase;
import io.countersign.database.configuration.TableChanges;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        Promotion promotion = inProduction(product);
        ReleaseInput second = accepted(promotion);

        PilotCommand.Result made = promotion.run(pilot(promotion, second, PilotCommand.Kind.CREATE, false));

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

        PilotCommand.Result fresh = promotion.run(pilot(promotion, second, PilotCommand.Kind.REFRESH, false));

        assertThat(lines(fresh.carried())).hasSize(2);
        assertThat(books(promotion, "PILOT")).isEqualTo("Emma,Persuasion");
        assertThat(genres(promotion, "PILOT")).isEqualTo("Roman,Drama,Sonnet");
        assertThat(promotion.status("PILOT").drift()).contains(false);
        assertThat(promotion.history("PILOT")).hasAtLeastOneElementOfType(LedgerEvent.ConfigurationChanged.class);
        assertThat(promotion.query("PRD", "select count(*) from book")).isEqualTo("2");
        expectSameSchemaAsAfter(promotion, second);
    }

    /** What the same release makes of the same production. */
    private static void expectSameSchemaAsAfter(Promotion promotion, ReleaseInput release) {
        promotion.approve(release, "PRD", "developer");
        promotion.approve(release, "PRD", "customer");
        promotion.deploy(release, "PRD");
        try (TargetDatabase pilot = promotion.target("PILOT");
                TargetDatabase production = promotion.target("PRD")) {
            assertThat(pilot.inventory().differencesFrom(production.inventory()))
                    .isEmpty();
        }
        assertThat(books(promotion, "PILOT")).isEqualTo(books(promotion, "PRD"));
        assertThat(promotion.query("PILOT", "select name from author"))
                .isEqualTo(promotion.query("PRD", "select name from author"));
    }

    @ParameterizedTest
    @EnumSource
    void tells_what_was_changed_in_productions_configuration_meanwhile(Databases product) {
        Promotion promotion = inProduction(product);
        ReleaseInput second = accepted(promotion);
        promotion.run(pilot(promotion, second, PilotCommand.Kind.CREATE, false));
        promotion.execute("PILOT", "update genre set label = 'Roman' where id = 1");
        promotion.execute("PRD", "update genre set label = 'Tragedy' where id = 2");
        promotion.execute("PRD", "insert into book (id, title) values (2, 'Persuasion')");

        CountersignException refused = catchThrowableOfType(
                CountersignException.class,
                () -> promotion.run(pilot(promotion, second, PilotCommand.Kind.REFRESH, false)));

        assertThat(refused.code()).isEqualTo(ProblemCode.CONSENT_MISSING);
        assertThat(refused.problem().found()).contains("genre 2", "Drama → Tragedy");
        assertThat(refused.problem().state()).contains("PILOT/main is as it was");
        assertThat(genres(promotion, "PILOT")).isEqualTo("Roman,Drama");
        assertThat(books(promotion, "PILOT")).isEqualTo("Emma");

        PilotCommand.Result consented = promotion.run(pilot(promotion, second, PilotCommand.Kind.REFRESH, true));

        assertThat(lines(consented.leftBehind())).hasSize(1);
        assertThat(genres(promotion, "PILOT")).isEqualTo("Roman,Drama");
        assertThat(books(promotion, "PILOT")).isEqualTo("Emma,Persuasion");
        assertThat(promotion
                        .run(pilot(promotion, second, PilotCommand.Kind.REFRESH, false))
                        .leftBehind())
                .as("what was consented to once is not asked again")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void stays_what_it_is_where_the_release_fails_on_productions_records(Databases product) {
        Promotion promotion = inProduction(product);
        ReleaseInput second = accepted(promotion);
        promotion.run(pilot(promotion, second, PilotCommand.Kind.CREATE, false));
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

        CountersignException failed = catchThrowableOfType(
                CountersignException.class,
                () -> promotion.run(pilot(promotion, third, PilotCommand.Kind.REFRESH, false)));

        assertThat(failed.problem().state()).contains("PILOT/main is as it was");
        assertThat(books(promotion, "PILOT")).isEqualTo("Emma");
        assertThat(promotion.query("PILOT", "select count(*) from shelf")).isEqualTo("1");
        assertThat(promotion.status("PILOT").state()).isEmpty();
        assertThat(promotion.application("PILOT")).contains("the bookshop 1.2.0");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void is_the_old_one_or_the_new_one_wherever_it_is_killed(Databases product) {
        Promotion promotion = inProduction(product);
        ReleaseInput second = accepted(promotion);
        promotion.run(pilot(promotion, second, PilotCommand.Kind.CREATE, false));
        promotion.execute("PILOT", "update genre set label = 'Roman' where id = 1");
        promotion.execute("PRD", "insert into book (id, title) values (2, 'Persuasion')");
        for (String moment :
                List.of("Applying changesets, step 1", "Changing 1 rows", "Putting the copy", "Finishing")) {
            Optional<String> reached;
            try (WorkingProcess process = WorkingProcess.start(
                    promotion, pilot(promotion, second, PilotCommand.Kind.REFRESH, true), moment)) {
                reached = process.awaitMoment();
                process.kill();
            }
            assertThat(reached).as(moment).isPresent();
            if (promotion.status("PILOT").state().isPresent()) {
                promotion.recover("PILOT");
            }
            assertThat(promotion.status("PILOT").state()).as(moment).isEmpty();
            assertThat(books(promotion, "PILOT")).as(moment).isIn("Emma", "Emma,Persuasion");
            assertThat(genres(promotion, "PILOT")).as(moment).isEqualTo("Roman,Drama");
            assertThat(promotion.application("PILOT")).as(moment).contains("the bookshop 1.1.0");
        }
        promotion.run(pilot(promotion, second, PilotCommand.Kind.REFRESH, true));
        assertThat(books(promotion, "PILOT")).isEqualTo("Emma,Persuasion");
        assertThat(genres(promotion, "PILOT")).isEqualTo("Roman,Drama");
    }

    @ParameterizedTest
    @EnumSource
    void becomes_production_with_what_was_configured_in_it_and_goes_back(Databases product) {
        Promotion promotion = inProduction(product);
        ReleaseInput second = accepted(promotion);
        promotion.run(pilot(promotion, second, PilotCommand.Kind.CREATE, false));
        promotion.execute("PILOT", "update genre set label = 'Roman' where id = 1");
        promotion.execute("PILOT", "insert into book (id, title) values (77, 'only tried')");
        promotion.execute("PRD", "insert into book (id, title) values (2, 'Persuasion')");
        promotion.execute("PRD", "update genre set label = 'Tragedy' where id = 2");
        assertThat(catchThrowableOfType(
                                CountersignException.class, () -> promotion.run(switching(promotion, second, true)))
                        .code())
                .isEqualTo(ProblemCode.GATE_REFUSED);
        promotion.approve(second, "PRD", "developer");
        promotion.approve(second, "PRD", "customer");

        CountersignException refused = catchThrowableOfType(
                CountersignException.class, () -> promotion.run(switching(promotion, second, false)));

        assertThat(refused.code()).isEqualTo(ProblemCode.CONSENT_MISSING);
        assertThat(refused.problem().found()).contains("Drama → Tragedy");
        assertThat(genres(promotion, "PRD")).isEqualTo("Novel,Tragedy");
        assertThat(promotion.application("PRD")).contains("the bookshop 1.0.0");
        assertThat(promotion.status("PRD").state()).isEmpty();

        PilotSwitchCommand.Result switched = promotion.run(switching(promotion, second, true));

        assertThat(lines(switched.leftBehind())).hasSize(1);
        assertThat(genres(promotion, "PRD")).isEqualTo("Roman,Drama");
        assertThat(books(promotion, "PRD")).isEqualTo("Emma,Persuasion");
        assertThat(promotion.application("PRD")).contains("the bookshop 1.1.0");
        assertThat(promotion.status("PRD").drift()).contains(false);
        assertThat(promotion
                        .run(switching(promotion, second, false))
                        .deployment()
                        .repeated())
                .isTrue();

        promotion.rollBack(second, "PRD");

        assertThat(genres(promotion, "PRD")).isEqualTo("Novel,Tragedy");
        assertThat(books(promotion, "PRD")).isEqualTo("Emma,Persuasion");
        assertThat(promotion.application("PRD")).contains("the bookshop 1.0.0");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void becomes_production_wholly_or_not_at_all_wherever_the_switch_is_killed(Databases product) {
        Promotion promotion = inProduction(product);
        ReleaseInput second = accepted(promotion);
        promotion.run(pilot(promotion, second, PilotCommand.Kind.CREATE, false));
        promotion.execute("PILOT", "update genre set label = 'Roman' where id = 1");
        promotion.approve(second, "PRD", "developer");
        promotion.approve(second, "PRD", "customer");
        for (String moment : List.of("Applying changesets, step 1", "Changing 1 rows", "Committing", "Finishing")) {
            Optional<String> reached;
            try (WorkingProcess process = WorkingProcess.start(promotion, switching(promotion, second, true), moment)) {
                reached = process.awaitMoment();
                process.kill();
            }
            if (promotion.status("PRD").state().isPresent()) {
                promotion.recover("PRD");
            }
            boolean through = reached.isEmpty();
            assertThat(genres(promotion, "PRD")).as(moment).isEqualTo(through ? "Roman,Drama" : "Novel,Drama");
            assertThat(promotion.application("PRD"))
                    .as(moment)
                    .contains("the bookshop " + (through ? "1.1.0" : "1.0.0"));
            assertThat(promotion.status("PRD").state()).as(moment).isEmpty();
        }
        assertThat(genres(promotion, "PRD"))
                .as("nothing of it is called Finishing")
                .isEqualTo("Roman,Drama");
    }

    @ParameterizedTest
    @EnumSource
    void needs_approvals_a_pilot_and_a_source_above(Databases product) {
        Promotion promotion = inProduction(product);
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");

        assertThat(refusal(promotion, pilot(promotion, second, PilotCommand.Kind.REFRESH, false)))
                .isEqualTo(ProblemCode.PILOT_MISSING);
        assertThat(refusal(promotion, pilot(promotion, second, PilotCommand.Kind.CREATE, false)))
                .isEqualTo(ProblemCode.GATE_REFUSED);
        assertThat(promotion.history("PILOT")).isEmpty();
        assertThat(catchThrowableOfType(
                                CountersignException.class, () -> promotion.run(switching(promotion, second, false)))
                        .code())
                .isEqualTo(ProblemCode.PILOT_MISSING);
        assertThat(refusal(
                        promotion,
                        new PilotCommand(
                                promotion.stage("PILOT"),
                                "QAT",
                                Optional.empty(),
                                second,
                                promotion.key("operator"),
                                promotion
                                        .project()
                                        .folder()
                                        .resolve("countersign.yml")
                                        .toFile(),
                                PilotCommand.Kind.CREATE,
                                false,
                                0)))
                .isEqualTo(ProblemCode.CLONE_REFUSED);
    }

    /** Release 1.0.0 everywhere but in the pilot, with a table of configuration data. */
    private Promotion inProduction(Databases product) {
        Promotion promotion = Promotion.withPilot(product, folder);
        product.allowCopies(promotion.database("PRD"));
        promotion.project().configure("bookshop", "configuration: { directory: data, tables: [ genre ] }");
        promotion.project().changes("0", """
                --liquibase formatted sql
                --changeset ada:0
                create table genre (id int primary key, label varchar(100) not null);
                insert into genre (id, label) values (1, 'Novel');
                insert into genre (id, label) values (2, 'Drama');
                --rollback drop table genre;
                """);
        promotion.project().write("data/.keep", "");
        promotion.promote(promotion.sealFirst());
        return promotion;
    }

    private static ReleaseInput accepted(Promotion promotion) {
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        promotion.approve(second, "QAT", "developer");
        promotion.deploy(second, "QAT");
        promotion.approve(second, "PILOT", "developer");
        return second;
    }

    private static PilotCommand pilot(
            Promotion promotion, ReleaseInput release, PilotCommand.Kind kind, boolean leaveBehind) {
        return new PilotCommand(
                promotion.stage("PILOT"),
                "PRD",
                Optional.empty(),
                release,
                promotion.key("operator"),
                promotion.project().folder().resolve("countersign.yml").toFile(),
                kind,
                leaveBehind,
                20);
    }

    private static PilotSwitchCommand switching(Promotion promotion, ReleaseInput release, boolean leaveBehind) {
        return new PilotSwitchCommand(
                promotion.stage("PRD"),
                "PILOT",
                Optional.empty(),
                release,
                promotion.key("operator"),
                promotion.project().folder().resolve("countersign.yml").toFile(),
                leaveBehind,
                20);
    }

    private static ProblemCode refusal(Promotion promotion, PilotCommand command) {
        return catchThrowableOfType(CountersignException.class, () -> promotion.run(command))
                .code();
    }

    private static Path name(PilotCommand.Result result) {
        return Path.of(result.receiptFile()).getFileName();
    }

    private static List<String> lines(List<TableChanges> changes) {
        return changes.stream().flatMap(table -> table.lines().stream()).toList();
    }

    private static String books(Promotion promotion, String stage) {
        return joined(promotion, stage, "title", "book");
    }

    private static String genres(Promotion promotion, String stage) {
        return joined(promotion, stage, "label", "genre");
    }

    private static String joined(Promotion promotion, String stage, String column, String table) {
        int count = Integer.parseInt(promotion.query(stage, "select count(*) from " + table));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(promotion.query(
                    stage,
                    "select %s from %s t where (select count(*) from %s o where o.id < t.id) = %d"
                            .formatted(column, table, table, i)));
        }
        return String.join(",", values);
    }
}
