package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.command.DeployCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.StatusCommand;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The story that the product is for, by its real commands on real databases. */
class PromotesAReleaseTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void from_the_developer_to_production_with_everybodys_agreement(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        ReleaseInput release = promotion.sealFirst();

        promotion.deploy(release, "DEV");
        refused(promotion, release, "QAT", "missing: 1 developer");
        promotion.approve(release, "QAT", "developer");
        DeployCommand.Result rehearsal = promotion.deploy(release, "QAT");
        assertThat(Path.of(rehearsal.receiptFile())).exists();
        assertThat(Path.of(rehearsal.receiptFile() + ".asc")).exists();

        promotion.approve(release, "PRD", "developer");
        refused(promotion, release, "PRD", "missing: 1 customer");
        promotion.approve(release, "PRD", "customer");
        DeployCommand.Result deployed = promotion.deploy(release, "PRD");
        assertThat(deployed.receipt().after()).isEqualTo(rehearsal.receipt().after());
        assertThat(deployed.receipt().approvers())
                .extracting(approver -> approver.role())
                .containsExactlyInAnyOrder("developer", "customer");
        assertThat(promotion.query("PRD", "select title from book")).isEqualTo("Emma");
        assertThat(promotion.application("PRD")).contains("the bookshop 1.0.0");

        DeployCommand.Result again = promotion.deploy(release, "PRD");
        assertThat(again.repeated()).isTrue();
        assertThat(again.receipt()).isEqualTo(deployed.receipt());

        StatusCommand.Line status = promotion.status("PRD");
        assertThat(status.release()).contains(deployed.release());
        assertThat(status.version().orElseThrow().value()).isEqualTo("1.0.0");
        assertThat(status.drift()).contains(false);
        assertThat(status.state()).isEmpty();
        assertThat(promotion.history("PRD"))
                .hasAtLeastOneElementOfType(LedgerEvent.PolicyPinned.class)
                .hasAtLeastOneElementOfType(LedgerEvent.Started.class)
                .hasAtLeastOneElementOfType(LedgerEvent.BackedUp.class)
                .hasAtLeastOneElementOfType(LedgerEvent.Succeeded.class)
                .hasAtLeastOneElementOfType(LedgerEvent.Activated.class);
    }

    @ParameterizedTest
    @EnumSource
    void and_back_again_by_restore(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.deploy(first, "DEV");
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        assertThat(promotion.application("DEV")).contains("the bookshop 1.1.0");

        assertThat(promotion.rollBack(second, "DEV").way()).isEqualTo("restore");

        expectFirst(promotion, first);
        assertThat(promotion.deploy(second, "DEV").repeated()).isFalse();
        assertThat(promotion.query("DEV", "select count(*) from author")).isEqualTo("1");
        assertThat(promotion.application("DEV")).contains("the bookshop 1.1.0");

        promotion.rollBack(second, "DEV");
        promotion.rollBack(first, "DEV");
        assertThat(promotion.status("DEV").release()).isEmpty();
        assertThat(promotion.application("DEV")).isEmpty();
    }

    @Test
    void and_back_again_by_the_rollbacks_of_its_changesets() {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        promotion.editStages(text -> text.replaceFirst("after: none", "after: none\n    way-back: liquibase"));
        ReleaseInput first = promotion.sealFirst();
        promotion.deploy(first, "DEV");
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        promotion.execute("DEV", "insert into book (id, title) values (2, 'Persuasion')");

        assertThat(promotion.rollBack(second, "DEV").way()).isEqualTo("liquibase");

        expectFirst(promotion, first);
        assertThat(promotion.query("DEV", "select title from book where id = 2"))
                .as("what was written since")
                .isEqualTo("Persuasion");
    }

    private static void expectFirst(Promotion promotion, ReleaseInput first) {
        assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                .isEqualTo("2");
        assertThat(promotion.query("DEV", "select title from book where id = 1"))
                .isEqualTo("Emma");
        assertThat(promotion.application("DEV")).contains("the bookshop 1.0.0");
        StatusCommand.Line status = promotion.status("DEV");
        assertThat(status.version().map(version -> version.value())).isEqualTo(Optional.of("1.0.0"));
        assertThat(status.drift()).contains(false);
        assertThat(status.state()).isEmpty();
        assertThat(Files.exists(first.release().toPath())).isTrue();
    }

    private static void refused(Promotion promotion, ReleaseInput release, String stage, String why) {
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> promotion.deploy(release, stage))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.GATE_REFUSED))
                .withMessageContaining(why);
        assertThat(promotion.status(stage).release()).isEmpty();
    }
}
