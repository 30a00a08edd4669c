package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.KeyInput;
import io.countersign.command.PlanCommand;
import io.countersign.command.RehearseCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RunbookCommand;
import io.countersign.command.VerifyCommand;
import io.countersign.database.Fingerprint;
import io.countersign.database.TargetDatabase;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.Rehearsal;
import io.countersign.plan.RunbookStep;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** There and back on a copy, with the target's own data and without a trace on the target. */
class RehearsesAReleaseTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void on_a_copy_that_is_gone_afterwards(Databases product) throws IOException {
        Promotion promotion = Promotion.on(product, folder);
        product.allowCopies(promotion.database("PRD"));
        promotion.promote(promotion.sealFirst());
        promotion.execute("PRD", "insert into book (id, title) values (2, 'Persuasion')");
        ReleaseInput second = promotion.sealSecond();
        State before = State.of(promotion, product, folder);

        RehearseCommand.Result result = rehearse(promotion, second);

        Rehearsal rehearsal = result.rehearsal();
        assertThat(State.of(promotion, product, folder)).isEqualTo(before);
        assertThat(promotion.query("PRD", "select count(*) from book")).isEqualTo("2");
        assertThat(promotion.application("PRD")).contains("the bookshop 1.0.0");
        assertThat(rehearsal.changesets()).hasSize(4);
        assertThat(rehearsal.before()).isNotEqualTo(rehearsal.after());
        assertThat(rehearsal.rows()).isGreaterThanOrEqualTo(2);
        assertThat(rehearsal.way()).isEqualTo("restore");
        assertThat(rehearsal.deployment())
                .extracting(Rehearsal.TimedStep::what)
                .anyMatch(step -> step.startsWith("Backing up PRD/main (scratch copy)"))
                .contains("Applying 4 changesets", "Committing");
        assertThat(rehearsal.wayBack()).isNotEmpty();
        assertThat(Path.of(result.file())).exists();
        assertThat(Path.of(result.file() + ".asc")).exists();
        promotion.run(new VerifyCommand(second, Optional.of(promotion.stagesFile())));
    }

    @Test
    void and_tells_the_measured_times_in_plan_and_runbook() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.promote(promotion.sealFirst());
        ReleaseInput second = promotion.sealSecond();
        assertThat(plan(promotion, second)).isEmpty();

        Rehearsal rehearsal = rehearse(promotion, second).rehearsal();

        long whole = Rehearsal.millis(rehearsal.deployment());
        assertThat(plan(promotion, second)).contains(whole);
        RunbookCommand.Result runbook = promotion.run(new RunbookCommand(
                second,
                promotion.stage("PRD"),
                KeyInput.NONE,
                folder.resolve("out").toFile()));
        assertThat(runbook.runbook().steps())
                .filteredOn(step -> step.id().equals("deploy"))
                .allSatisfy(step -> assertThat(step.duration().orElseThrow().millis())
                        .isEqualTo(Rehearsal.millis(rehearsal.deployment())));
        assertThat(runbook.runbook().wayBack())
                .filteredOn(step -> step.id().equals("rollback"))
                .allSatisfy(step -> assertThat(step.duration().orElseThrow().where())
                        .contains("in a rehearsal on a copy of PRD/main"));
    }

    @ParameterizedTest
    @EnumSource
    void that_fails_on_the_data_of_the_target_and_leaves_no_copy(Databases product) throws IOException {
        Promotion promotion = Promotion.on(product, folder);
        product.allowCopies(promotion.database("PRD"));
        promotion.promote(promotion.sealFirst());
        promotion.execute("PRD", "insert into book (id, title) values (2, 'Emma')");
        promotion.project().changes("2", """
                --liquibase formatted sql
                --changeset ada:3
                alter table book add price decimal(10, 2);
                --changeset ada:4
                create unique index book_title on book (title);
                """);
        ReleaseInput second = promotion.seal("1.1.0");
        State before = State.of(promotion, product, folder);

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> rehearse(promotion, second))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ProblemCode.CHANGESET_FAILED);
                    assertThat(e.problem().state()).isEqualTo("PRD/main is untouched; the scratch copy was removed.");
                });

        assertThat(State.of(promotion, product, folder)).isEqualTo(before);
        assertThat(promotion.evidence(second)).isDirectoryNotContaining("glob:**rehearsal-*");
    }

    @Test
    void with_backups_that_the_server_itself_makes() throws IOException {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        Promotion.STAGES.forEach(stage -> Databases.POSTGRESQL.allowCopies(promotion.database(stage)));
        if (PostgresClient.isInstalled()) {
            promotion.editStages(text -> text.replace("backup: { ", "backup: { method: template, "));
        }
        promotion.promote(promotion.sealFirst());
        ReleaseInput second = promotion.sealSecond();
        State before = State.of(promotion, Databases.POSTGRESQL, folder);

        assertThat(rehearse(promotion, second).rehearsal().deployment())
                .extracting(Rehearsal.TimedStep::what)
                .contains("Backing up PRD/main (scratch copy) by template");

        assertThat(State.of(promotion, Databases.POSTGRESQL, folder)).isEqualTo(before);
    }

    @Test
    void after_one_that_was_killed_and_left_its_copy_with_a_backup() throws IOException, SQLException {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        TestDatabase database = promotion.database("PRD");
        Databases.POSTGRESQL.allowCopies(database);
        promotion.promote(promotion.sealFirst());
        ReleaseInput second = promotion.sealSecond();
        State before = State.of(promotion, Databases.POSTGRESQL, folder);
        try (Connection connection = PostgresServer.shared().administration().connect();
                Statement statement = connection.createStatement()) {
            for (String left : List.of("_cs_clone", "_cs_clone_cs_20260101_000000_0badcafe")) {
                statement.execute("CREATE DATABASE " + database.name() + left + " OWNER " + database.user());
            }
        }
        Promotion.write(folder.resolve("backups/.rehearsal-PRD-main/backups/half"), "of a backup");

        rehearse(promotion, second);

        assertThat(State.of(promotion, Databases.POSTGRESQL, folder)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 'Applying changesets, step 1'", "MARIADB, Restoring", "H2, Backing up"})
    void after_one_that_was_killed_at_work(Databases product, String moment) throws IOException {
        Promotion promotion = Promotion.on(product, folder);
        product.allowCopies(promotion.database("PRD"));
        promotion.promote(promotion.sealFirst());
        ReleaseInput second = promotion.sealSecond();
        State before = State.of(promotion, product, folder);
        RehearseCommand command = new RehearseCommand(second, promotion.stage("PRD"), promotion.key("operator"), 20);
        assertThat(WorkingProcess.killedAt(promotion, command, moment)).isPresent();
        State left = State.of(promotion, product, folder);
        assertThat(left).as("a copy is left").isNotEqualTo(before);
        assertThat(left.schema()).isEqualTo(before.schema());
        assertThat(left.ledger()).isEqualTo(before.ledger());
        List<String> told = new ArrayList<>();

        command.execute(promotion.context("tester@here", Moments.each(told::add)));

        assertThat(told).anyMatch(line -> line.startsWith("Removed ") && line.contains("killed"));
        assertThat(State.of(promotion, product, folder)).isEqualTo(before);
        assertThat(promotion.application("PRD")).contains("the bookshop 1.0.0");
    }

    @Test
    void whose_changesets_take_themselves_back() {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        Databases.POSTGRESQL.allowCopies(promotion.database("DEV"));
        promotion.editStages(text -> text.replace("after: none", "after: none\n    way-back: liquibase"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();

        Rehearsal rehearsal = promotion
                .run(new RehearseCommand(second, promotion.stage("DEV"), KeyInput.NONE, 0))
                .rehearsal();

        assertThat(rehearsal.way()).isEqualTo("liquibase");
    }

    @Test
    void for_a_target_to_which_nothing_was_deployed_yet() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput first = promotion.sealFirst();

        RehearseCommand.Result result =
                promotion.run(new RehearseCommand(first, promotion.stage("PRD"), KeyInput.NONE, 0));

        assertThat(result.signed()).isFalse();
        assertThat(result.rehearsal().changesets()).hasSize(2);
        assertThat(promotion.history("PRD")).isEmpty();
    }

    @Test
    void and_is_no_permission_to_enter() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput first = promotion.sealFirst();
        rehearse(promotion, first);

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> promotion.deploy(first, "PRD"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.GATE_REFUSED));
    }

    private static RehearseCommand.Result rehearse(Promotion promotion, ReleaseInput release) {
        return promotion.run(new RehearseCommand(release, promotion.stage("PRD"), promotion.key("operator"), 0));
    }

    private static Optional<Long> plan(Promotion promotion, ReleaseInput release) {
        return promotion
                .run(new PlanCommand(release, promotion.stage("PRD")))
                .plan()
                .expected()
                .map(RunbookStep.Timing::millis);
    }

    /** Everything of a target and around it that a rehearsal could have left changed. */
    private record State(
            Fingerprint schema, List<LedgerEvent> ledger, Set<String> databases, Set<String> files, String books) {
        static State of(Promotion promotion, Databases product, Path folder) throws IOException {
            try (TargetDatabase target = promotion.target("PRD")) {
                return new State(
                        target.fingerprint(),
                        promotion.history("PRD"),
                        product == Databases.H2 ? Set.of() : databases(target.connection(), product, target.schema()),
                        files(folder),
                        promotion.query("PRD", "select count(*) from book"));
            }
        }

        /** Those that are called after the target's. */
        private static Set<String> databases(Connection connection, Databases product, String schema) {
            String sql = product == Databases.POSTGRESQL
                    ? "select datname from pg_database where starts_with(datname, current_database())"
                    : "select schema_name from information_schema.schemata where left(schema_name, " + schema.length()
                            + ") = '" + schema + "'";
            Set<String> names = new TreeSet<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            } catch (SQLException e) {
                throw new AssertionError(sql, e);
            }
        }

        /** Live applications, backups and databases in files; without the evidence, to which a record is added. */
        private static Set<String> files(Path folder) throws IOException {
            try (Stream<Path> tree = Files.walk(folder)) {
                Set<String> found = new TreeSet<>();
                tree.map(path -> folder.relativize(path).toString())
                        .filter(path -> path.startsWith("live") || path.startsWith("backups/") || path.startsWith("h2"))
                        .forEach(found::add);
                return found;
            }
        }
    }

    /** A rehearsal needs no approval, so nothing of it may leave the copy. */
    @Test
    void starts_no_program_of_a_release_that_nobody_has_approved() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.promote(promotion.sealFirst());
        Path mark = folder.resolve("started");
        promotion.project().write("db/changes/3.xml", """
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                  <changeSet id="1" author="eve">
                    <executeCommand executable="touch"><arg value="%s"/></executeCommand>
                    <rollback/>
                  </changeSet>
                </databaseChangeLog>
                """.formatted(mark));
        ReleaseInput second = promotion.sealSecond();
        RehearseCommand rehearsal = new RehearseCommand(second, promotion.stage("PRD"), promotion.key("operator"), 0);

        assertThatThrownBy(() -> promotion.run(rehearsal))
                .hasMessageContaining("[changeset-failed]")
                .hasMessageContaining("not approved for the stage");
        assertThat(mark).doesNotExist();

        promotion.rehearse(second);
        assertThat(mark).as("deployed where it may").exists();
        assertThat(mark.toFile().delete()).isTrue();
        promotion.run(rehearsal);
        assertThat(mark).exists();
    }
}
