package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.BackupCommand;
import io.countersign.command.DeployCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.database.TargetDatabase;
import io.countersign.it.core.WorkingProcess.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that has frozen a stage is killed at each step: the next command, whichever it is, lifts the freeze. */
class SurvivesAKillWhileFrozenTest {
    private static final List<String> STEPS = List.of(
            "Freezing",
            "Frozen",
            "Backing up",
            "Staging",
            "Applying changesets, step",
            "Committing",
            "Lifting",
            "Lifted",
            "Switching");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, read-only", "MARIADB, offline", "H2, offline"})
    void at_every_step(Databases product, String mode) {
        Kills.of(
                        folder,
                        own -> Shop.with(product, own, mode),
                        (shop, step) -> new Work(shop.promotion().variables(), shop.deployment(), step))
                .atEach(STEPS, (shop, number, step) -> expectFreezeLifted(product, shop, number - 1, step));
    }

    /** Whose first release is deployed, and whose second will be. */
    private record Shop(Promotion promotion, ShopClient client, ReleaseInput second) {
        static Shop with(Databases product, Path folder, String mode) {
            Promotion promotion = FreezesOthersTest.frozen(product, folder, FreezesOthersTest.policy(product, mode));
            ShopClient client = ShopClient.of(product, promotion.database("DEV"));
            promotion.deploy(promotion.sealFirst(), "DEV");
            return new Shop(promotion, client, promotion.sealSecond());
        }

        DeployCommand deployment() {
            return promotion.deployment(second, "DEV");
        }
    }

    private static void expectFreezeLifted(Databases product, Shop shop, int index, String step) {
        Promotion promotion = shop.promotion();
        expectNoLock(promotion);
        Optional<String> state = promotion.status("DEV").state();
        boolean left = state.filter(text -> text.startsWith("others can")).isPresent();
        // H2 may write its last record some milliseconds later, and its freeze has ended with the process anyway
        if (product != Databases.H2) {
            assertThat(left)
                    .as("whether the status tells of a freeze that was left at " + step)
                    .isEqualTo(index >= 1 && index <= 6);
        }
        if (left && product != Databases.H2) {
            assertThat(shop.client().writes())
                    .as("frozen still, killed at " + step)
                    .isFalse();
        }

        String how = next(promotion, shop.second(), index);

        assertThat(shop.client().writes()).as(how + " after " + step).isTrue();
        assertThat(promotion.status("DEV").state()).as(how + " after " + step).isEmpty();
        if (!promotion.status("DEV").version().orElseThrow().value().equals("1.0.0")) {
            promotion.rollBack(shop.second(), "DEV");
            assertThat(shop.client().writes())
                    .as("after the rollback behind " + step)
                    .isTrue();
        }
    }

    private static String next(Promotion promotion, ReleaseInput second, int turn) {
        boolean interrupted = promotion.status("DEV").state().isPresent();
        if (turn % 2 == 0 || !interrupted) {
            Optional<String> recovered = promotion.deploy(second, "DEV").recovered();
            assertThat(recovered.isPresent()).as("recovered").isEqualTo(interrupted);
            return "deploy";
        }
        assertThat(promotion.recover("DEV").done()).isNotBlank();
        return "recover";
    }

    private static void expectNoLock(Promotion promotion) {
        try (TargetDatabase target = promotion.target("DEV")) {
            target.lock("the test", Duration.ofSeconds(20)).close();
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, read-only", "MARIADB, read-only"})
    void where_only_the_lifting_was_missing_any_command_lifts(Databases product, String mode) {
        Promotion promotion = FreezesOthersTest.frozen(product, folder, FreezesOthersTest.policy(product, mode));
        promotion.editStages(text -> text.replaceFirst(" +application: \\{ directory: ../live/DEV }\n", ""));
        ShopClient shop = ShopClient.of(product, promotion.database("DEV"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        assertThat(WorkingProcess.killedAt(promotion, promotion.deployment(second, "DEV"), "Lifting"))
                .isPresent();
        expectNoLock(promotion);
        assertThat(promotion.status("DEV").state().orElseThrow())
                .contains("others can only read", "run countersign:recover");

        promotion.run(new BackupCommand(promotion.stage("DEV"), 0));

        assertThat(shop.writes()).isTrue();
        assertThat(promotion.status("DEV").state()).isEmpty();
    }
}
