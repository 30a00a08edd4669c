package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.BackupCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.database.TargetDatabase;
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
        Promotion promotion = FreezesOthersTest.frozen(product, folder, FreezesOthersTest.policy(product, mode));
        ShopClient shop = ShopClient.of(product, promotion.database("DEV"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();

        for (int i = 0; i < STEPS.size(); i++) {
            String step = STEPS.get(i);
            killAt(promotion, second, step);
            expectNoLock(promotion);
            Optional<String> state = promotion.status("DEV").state();
            boolean left = state.filter(text -> text.startsWith("others can")).isPresent();
            // H2 may write its last record some milliseconds later, and its freeze has ended with the process anyway
            if (product != Databases.H2) {
                assertThat(left)
                        .as("whether the status tells of a freeze that was left at " + step)
                        .isEqualTo(i >= 1 && i <= 6);
            }
            if (left && product != Databases.H2) {
                assertThat(shop.writes()).as("frozen still, killed at " + step).isFalse();
            }

            String how = next(promotion, second, i);

            assertThat(shop.writes()).as(how + " after " + step).isTrue();
            assertThat(promotion.status("DEV").state())
                    .as(how + " after " + step)
                    .isEmpty();
            if (!promotion.status("DEV").version().orElseThrow().value().equals("1.0.0")) {
                promotion.rollBack(second, "DEV");
                assertThat(shop.writes())
                        .as("after the rollback behind " + step)
                        .isTrue();
            }
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

    private static void killAt(Promotion promotion, ReleaseInput release, String step) {
        try (WorkingProcess process = WorkingProcess.start(promotion, promotion.deployment(release, "DEV"), step)) {
            assertThat(process.awaitMoment()).as("it came to " + step).isPresent();
            process.kill();
        }
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
        killAt(promotion, second, "Lifting");
        expectNoLock(promotion);
        assertThat(promotion.status("DEV").state().orElseThrow())
                .contains("others can only read", "run countersign:recover");

        promotion.run(new BackupCommand(promotion.stage("DEV"), 0));

        assertThat(shop.writes()).isTrue();
        assertThat(promotion.status("DEV").state()).isEmpty();
    }
}
