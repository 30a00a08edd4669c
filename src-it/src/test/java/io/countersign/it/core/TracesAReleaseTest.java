package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.DeployCommand;
import io.countersign.command.Moment;
import io.countersign.command.ReleaseInput;
import io.countersign.command.StageTrace;
import io.countersign.command.TraceCommand;
import io.countersign.report.HtmlRenderer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor asks: who agreed, what was done where and when, and was it everywhere the same. */
class TracesAReleaseTest {
    @TempDir
    Path folder;

    @Test
    void from_the_commit_through_every_stage() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.promote(release);

        TraceCommand.Result trace = trace(promotion, release);

        assertThat(trace.timeline())
                .extracting(moment -> moment.where() + " " + moment.what())
                .containsExactly(
                        "git committed, tag v1.0.0",
                        "DEV/main deployed, 2 changesets",
                        "QAT approval",
                        "QAT/main deployed, 2 changesets",
                        "PRD approval",
                        "PRD approval",
                        "PRD/main deployed, 2 changesets");
        assertThat(trace.stages()).extracting(StageTrace::stage).containsExactlyElementsOf(Promotion.STAGES);
        assertThat(trace.stages())
                .flatExtracting(StageTrace::deployments)
                .hasSize(3)
                .allSatisfy(deployed -> assertThat(deployed.proof())
                        .contains("ledger record", "receipt signed by operator@example.org"))
                .extracting(StageTrace.Deployed::after)
                .containsOnly(promotion.deploy(release, "PRD").receipt().after());
        assertThat(new HtmlRenderer().render(trace.report()))
                .contains("the same at every stage", "developer@example.org (developer)", "<h2>PRD</h2>");
    }

    @Test
    void with_what_was_taken_back_and_with_words_that_do_not_count() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        promotion.approve(second, "QAT", "developer");
        promotion.rollBack(second, "DEV");
        promotion.editStages(text -> text.replace(
                "developer: { keys: [ keys/developer.asc ] }", "developer: { keys: [ keys/stranger.asc ] }"));

        assertThat(trace(promotion, second).timeline())
                .filteredOn(moment -> moment.kind() == Moment.Kind.BAD)
                .extracting(Moment::what)
                .containsExactlyInAnyOrder(
                        "rolled back by restore",
                        "approval, which does not count: its key is none of the role developer");
    }

    @Test
    void by_its_evidence_alone_where_a_ledger_cannot_be_reached() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.promote(release);
        promotion.variables().remove("PRD_PASSWORD");

        TraceCommand.Result trace = trace(promotion, release);

        assertThat(trace.stages())
                .last()
                .satisfies(stage -> assertThat(stage.deployments())
                        .extracting(StageTrace.Deployed::proof)
                        .containsExactly("receipt signed by operator@example.org"))
                .satisfies(stage -> assertThat(stage.unknown())
                        .singleElement()
                        .asString()
                        .contains("The ledger of PRD/main could not be asked: [credentials-missing]"));
    }

    @Test
    void and_shows_one_deployment_at_full_length_on_a_page() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        DeployCommand.Result deployed = promotion.deploy(promotion.sealFirst(), "DEV");

        assertThat(new HtmlRenderer().render(deployed.page()))
                .contains(deployed.receipt().after().digest().hex())
                .contains(deployed.receipt().ledger().hash().hex())
                .contains("changes/1.sql::1::ada");
    }

    private static TraceCommand.Result trace(Promotion promotion, ReleaseInput release) {
        return promotion.run(new TraceCommand(release, promotion.stagesFile()));
    }
}
