package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.command.HistoryCommand;
import io.countersign.command.KeyInput;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RunbookCommand;
import io.countersign.command.TickCommand;
import io.countersign.ledger.LedgerEvent;
import io.countersign.plan.Procedure;
import io.countersign.plan.ReturnProcedure;
import io.countersign.plan.RunbookStep;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.report.TextRenderer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What people did by hand is remembered where everything else is. */
class TicksOffARunbookTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void in_the_ledger_with_who_when_and_a_note(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.promote(release);

        TickCommand.Result done = promotion.run(tick(
                promotion, release, "announce", Optional.of("Tom"), Optional.of("2026-01-02T03:04:05Z"), "all <told>"));

        assertThat(done.outstanding()).contains("deploy").doesNotContain("announce");
        assertThat(promotion.history("PRD"))
                .last()
                .isEqualTo(new LedgerEvent.StepDone(
                        done.release(), "announce", "Tom", "2026-01-02T03:04:05Z", "all <told>"));
        HistoryCommand.Result history = promotion.run(new HistoryCommand(promotion.stage("PRD")));
        assertThat(String.join("\n", new TextRenderer(200, false).render(history.report())))
                .contains("step done", "announce of bookshop 1.0.0", "by Tom at 2026-01-02T03:04:05Z: all <told>");
        assertThat(promotion.deploy(release, "PRD").repeated()).isTrue();
        assertThat(promotion.status("PRD").state()).isEmpty();

        RunbookCommand.Result runbook = promotion.run(new RunbookCommand(
                release,
                promotion.stage("PRD"),
                KeyInput.NONE,
                folder.resolve("out").toFile()));
        assertThat(runbook.runbook().recorded()).hasSize(1);
        assertThat(Promotion.read(Path.of(runbook.files().get(0)))).contains("all &lt;told&gt;");
    }

    @Test
    void under_the_name_of_the_key_where_no_other_is_given() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.promote(release);

        assertThat(promotion
                        .run(tick(promotion, release, "hand-over", Optional.empty(), Optional.empty(), ""))
                        .doneBy())
                .isEqualTo("operator@example.org");
    }

    @Test
    void by_ids_that_every_runbook_uses() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();

        RunbookCommand.Result runbook = promotion.run(new RunbookCommand(
                release,
                promotion.stage("PRD"),
                KeyInput.NONE,
                folder.resolve("out").toFile()));

        assertThat(runbook.runbook().steps()).extracting(RunbookStep::id).isEqualTo(Procedure.STEPS);
        assertThat(runbook.runbook().wayBack()).extracting(RunbookStep::id).isEqualTo(ReturnProcedure.STEPS);
    }

    @Test
    void only_by_somebody_who_may_act_on_the_stage() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.promote(release);
        int records = promotion.history("PRD").size();

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> promotion.run(new TickCommand(
                        release,
                        promotion.stage("PRD"),
                        promotion.key("developer"),
                        "gate",
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        0)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.KEY_UNKNOWN));
        assertThat(promotion.history("PRD")).hasSize(records);
    }

    @Test
    void not_before_the_target_has_a_ledger() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(
                        () -> promotion.run(tick(promotion, release, "gate", Optional.empty(), Optional.empty(), "")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.LEDGER_MISSING));
    }

    @ParameterizedTest
    @CsvSource({
        "dance,,A runbook has no step",
        "gate,tomorrow,is no moment",
        "gate,2999-01-01T00:00:00Z,has not come yet"
    })
    void not_with_what_makes_no_sense(String step, String at, String told) {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() ->
                        promotion.run(tick(promotion, release, step, Optional.empty(), Optional.ofNullable(at), "")))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ProblemCode.PARAMETER_INVALID);
                    assertThat(e.problem().found()).contains(told);
                });
    }

    private static TickCommand tick(
            Promotion promotion,
            ReleaseInput release,
            String step,
            Optional<String> by,
            Optional<String> at,
            String note) {
        return new TickCommand(release, promotion.stage("PRD"), promotion.key("operator"), step, by, at, note, 0);
    }
}
