package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.command.ExportCommand;
import io.countersign.command.ImportCommand;
import io.countersign.command.KeyInput;
import io.countersign.command.PlanCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RunbookCommand;
import io.countersign.database.TargetDatabase;
import io.countersign.it.core.WorkingProcess.Work;
import io.countersign.ledger.LedgerEvent;
import io.countersign.plan.ConfigurationPreview;
import io.countersign.plan.Purpose;
import io.countersign.plan.Runbook;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.report.TextRenderer;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that belong to the application: out of one stage into files, in a release or by themselves into another, and back. */
class MovesConfigurationDataTest {
    private static final int PATIENCE_SECONDS = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void inside_of_a_release_and_back_with_it(Databases product) {
        Promotion promotion = withGenres(product);
        promotion.execute("DEV", "update genre set label = 'Roman' where id = 1");
        promotion.execute("DEV", "insert into genre (id, label) values (3, 'Sonnet')");
        export(promotion);
        ReleaseInput second = promotion.seal("1.1.0");

        ConfigurationPreview planned = promotion
                .run(new PlanCommand(second, promotion.stage("PRD")))
                .plan()
                .configuration();
        assertThat(planned.tables().get(0).lines())
                .containsExactly("~ genre 1: " + label(promotion) + " Novel → Roman", "+ genre 3");

        Runbook runbook = promotion
                .run(new RunbookCommand(
                        second,
                        promotion.stage("PRD"),
                        KeyInput.NONE,
                        folder.resolve("out").toFile()))
                .runbook();
        String text = String.join("\n", new TextRenderer(200, false).render(runbook.report()));
        assertThat(text).contains("1 row to add, 1 to change, 0 to remove", "+ genre 3", "~ genre 1: ");
        assertThat(runbook.purpose().changes()).isNotEmpty().allMatch(Purpose.Change::applied);
        assertThat(runbook.plan().wayBack()).isEqualTo("the rows as they were before");

        promotion.promote(second);

        assertThat(genres(promotion, "PRD")).isEqualTo("Roman,Drama,Sonnet");
        assertThat(promotion.query("PRD", "select count(*) from book")).isEqualTo("1");
        assertThat(promotion.history("PRD")).hasAtLeastOneElementOfType(LedgerEvent.ConfigurationChanged.class);
        assertThat(promotion.status("PRD").drift()).contains(false);

        promotion.rollBack(second, "PRD");

        assertThat(genres(promotion, "PRD")).isEqualTo("Novel,Drama");
    }

    @ParameterizedTest
    @EnumSource
    void planned_as_soon_as_the_tables_are_there(Databases product) {
        Promotion promotion = withGenres(product);
        promotion.project().changes("5", """
                --liquibase formatted sql
                --changeset ada:5
                create table mood (id int primary key, label varchar(100) not null);
                insert into mood (id, label) values (1, 'glad');
                --rollback drop table mood;
                """);
        promotion.project().configure("bookshop", "configuration: { directory: data, tables: [ genre, mood ] }");
        promotion.deploy(promotion.seal("1.1.0"), "DEV");
        export(promotion, 2);
        ReleaseInput third = promotion.seal("1.2.0");

        ConfigurationPreview planned = promotion
                .run(new PlanCommand(third, promotion.stage("PRD")))
                .plan()
                .configuration();

        assertThat(planned.unknown().orElseThrow()).containsIgnoringCase("no table mood");
    }

    @ParameterizedTest
    @EnumSource
    void between_equals_with_a_preview_and_back(Databases product) {
        Promotion promotion = withGenres(product);
        File data = export(promotion);
        promotion.execute("DEV", "update genre set label = 'changed here' where id = 2");
        promotion.execute("DEV", "delete from genre where id = 1");
        promotion.execute("DEV", "insert into genre (id, label) values (9, 'local')");

        ImportCommand.Result preview = promotion.run(importing(promotion, "DEV", data, false, true));
        assertThat(preview.applied()).isFalse();
        assertThat(preview.changes().get(0).lines())
                .containsExactly("+ genre 1", "~ genre 2: " + label(promotion) + " changed here → Drama", "- genre 9");
        assertThat(genres(promotion, "DEV")).isEqualTo("changed here,local");

        assertThat(promotion
                        .run(importing(promotion, "DEV", data, false, false))
                        .applied())
                .isTrue();
        assertThat(genres(promotion, "DEV")).isEqualTo("Novel,Drama");
        assertThat(promotion
                        .run(importing(promotion, "DEV", data, false, false))
                        .changes())
                .isEmpty();

        assertThat(promotion.run(importing(promotion, "DEV", data, true, false)).applied())
                .isTrue();
        assertThat(genres(promotion, "DEV")).isEqualTo("changed here,local");
        assertThat(refusal(promotion, importing(promotion, "DEV", data, true, false)))
                .isEqualTo(ProblemCode.NOTHING_TO_ROLL_BACK);
    }

    @ParameterizedTest
    @EnumSource
    void but_not_past_approvals_nor_between_versions(Databases product) {
        Promotion promotion = withGenres(product);
        File data = export(promotion);
        promotion.execute("QAT", "delete from genre where id = 1");
        assertThat(refusal(promotion, importing(promotion, "QAT", data, false, false)))
                .isEqualTo(ProblemCode.GATE_REFUSED);
        assertThat(genres(promotion, "QAT")).isEqualTo("Drama");

        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        promotion.execute("DEV", "delete from genre where id = 1");
        assertThat(refusal(promotion, importing(promotion, "DEV", data, false, false)))
                .isEqualTo(ProblemCode.CONFIGURATION_DATA_REFUSED);
        assertThat(genres(promotion, "DEV")).isEqualTo("Drama");
        assertThat(refusal(
                        promotion,
                        new ImportCommand(
                                promotion.stage("DEV"),
                                Optional.of(data),
                                Optional.empty(),
                                promotion.key("stranger"),
                                false,
                                false,
                                0)))
                .isEqualTo(ProblemCode.KEY_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource
    void wholly_or_not_at_all_wherever_the_import_is_killed(Databases product) {
        List<String> moments = Kills.of(folder, own -> Importer.on(product, own), Importer::until)
                .atEveryMoment(
                        (importer, number, moment) -> {
                            Promotion promotion = importer.promotion();
                            expectNoLock(promotion);
                            assertThat(genres(promotion, "DEV")).as(moment).isIn("other,extra", "Novel,Drama");
                            assertThat(promotion.status("DEV").state())
                                    .as(moment)
                                    .isEmpty();
                        },
                        importer ->
                                assertThat(genres(importer.promotion(), "DEV")).isEqualTo("Novel,Drama"));

        assertThat(moments)
                .contains("Changing configuration data, step 1", "Committing")
                .hasSizeGreaterThan(3);
    }

    private record Importer(Promotion promotion, File data) {
        static Importer on(Databases product, Path folder) {
            Promotion promotion = withGenresInDevelopment(product, folder);
            return new Importer(promotion, export(promotion));
        }

        Work until(Object moment) {
            return new Work(promotion.variables(), importOntoOthers(promotion, data), moment);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void wholly_or_not_at_all_wherever_its_connections_break(Databases product) {
        Promotion promotion = withGenresInDevelopment(product, folder);
        File data = export(promotion);
        List<String> moments = new ArrayList<>();
        boolean broken = true;
        for (int moment = 1; broken; moment += 2) {
            int before = moments.size();
            Moments cut = new Moments(moment, what -> {
                moments.add(what);
                product.breakConnections(promotion.database("DEV"));
            });
            ImportCommand command = importOntoOthers(promotion, data);
            try {
                command.execute(promotion.context("ada@desk", cut));
            } catch (CountersignException e) {
                assertThat(moments).as(e.getMessage()).hasSize(before + 1);
            }
            broken = moments.size() > before;
            String when = broken ? moments.get(before) : "the end";
            expectNoLock(promotion);
            assertThat(genres(promotion, "DEV")).as(when).isIn("other,extra", "Novel,Drama");
            assertThat(promotion.status("DEV").state()).as(when).isEmpty();
        }
        assertThat(genres(promotion, "DEV")).isEqualTo("Novel,Drama");
        assertThat(moments).hasSizeGreaterThan(2);
    }

    private static ImportCommand importOntoOthers(Promotion promotion, File data) {
        promotion.execute("DEV", "delete from genre");
        promotion.execute("DEV", "insert into genre (id, label) values (2, 'other')");
        promotion.execute("DEV", "insert into genre (id, label) values (7, 'extra')");
        return new ImportCommand(
                promotion.stage("DEV"),
                Optional.of(data),
                Optional.empty(),
                promotion.key("operator"),
                false,
                false,
                0);
    }

    private static void expectNoLock(Promotion promotion) {
        try (TargetDatabase target = promotion.target("DEV")) {
            target.lock("the test", Duration.ofSeconds(PATIENCE_SECONDS)).close();
        }
    }

    /** Release 1.0.0 everywhere, with a table of configuration data. */
    private Promotion withGenres(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.project().genres();
        promotion.promote(promotion.sealFirst());
        return promotion;
    }

    /** The same in DEV alone. */
    private static Promotion withGenresInDevelopment(Databases product, Path folder) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.project().genres();
        promotion.deploy(promotion.sealFirst(), "DEV");
        return promotion;
    }

    private static File export(Promotion promotion) {
        return export(promotion, 1);
    }

    private static File export(Promotion promotion, int tables) {
        ExportCommand.Result exported = promotion.run(new ExportCommand(
                promotion.stage("DEV"),
                promotion.project().folder().resolve("countersign.yml").toFile(),
                Optional.empty()));
        assertThat(exported.tables()).hasSize(tables);
        return new File(exported.directory());
    }

    private static ImportCommand importing(
            Promotion promotion, String stage, File data, boolean undo, boolean preview) {
        return new ImportCommand(
                promotion.stage(stage),
                Optional.of(data).filter(any -> !undo),
                Optional.empty(),
                promotion.key("operator"),
                undo,
                preview,
                0);
    }

    private static ProblemCode refusal(Promotion promotion, ImportCommand command) {
        return catchThrowableOfType(CountersignException.class, () -> promotion.run(command))
                .code();
    }

    private static String genres(Promotion promotion, String stage) {
        int count = Integer.parseInt(promotion.query(stage, "select count(*) from genre"));
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add(promotion.query(
                    stage, "select label from genre g where (select count(*) from genre o where o.id < g.id) = " + i));
        }
        return String.join(",", labels);
    }

    private static String label(Promotion promotion) {
        return promotion.database("DEV").url().startsWith("jdbc:h2") ? "LABEL" : "label";
    }
}
