package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.command.DeployCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A policy may let a release straight into production; everything but the rehearsal stays as it is. */
class UpgradesProductionInOneStepTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void with_seal_signatures_backup_ledger_and_way_back(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.editStages(text -> text.replace("  - name: PRD\n", "  - name: PRD\n    after: none\n"));
        ReleaseInput first = accepted(promotion, promotion.sealFirst());
        promotion.deploy(first, "PRD");
        ReleaseInput second = promotion.sealSecond();

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> promotion.deploy(second, "PRD"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.GATE_REFUSED))
                .withMessageContaining("missing: 1 customer, 1 developer");
        DeployCommand.Result upgraded = promotion.deploy(accepted(promotion, second), "PRD");

        assertThat(upgraded.receipt().approvers())
                .extracting(approver -> approver.role())
                .containsExactlyInAnyOrder("developer", "customer");
        assertThat(Path.of(upgraded.receiptFile() + ".asc")).exists();
        assertThat(promotion.application("PRD")).contains("the bookshop 1.1.0");
        assertThat(promotion.status("PRD").drift()).contains(false);
        assertThat(promotion.history("PRD"))
                .filteredOn(LedgerEvent.BackedUp.class::isInstance)
                .hasSize(2);

        promotion.rollBack(second, "PRD");
        assertThat(promotion.application("PRD")).contains("the bookshop 1.0.0");
        assertThat(promotion.status("PRD").version().orElseThrow().value()).isEqualTo("1.0.0");
    }

    private static ReleaseInput accepted(Promotion promotion, ReleaseInput release) {
        promotion.approveForProduction(release);
        return release;
    }
}
