package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.BackupCommand;
import io.countersign.command.CloneInput;
import io.countersign.command.Command;
import io.countersign.command.CommandResult;
import io.countersign.command.RefreshCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RestoreCommand;
import io.countersign.command.RollbackCommand;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written to a target that is about to be restored or replaced would be lost: so it is frozen meanwhile, as for a deployment. */
class FreezesWaysBackAndCopiesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, offline", "MARIADB, read-only", "H2, offline"})
    void others_are_kept_out_and_let_in_again(Databases product, String mode) {
        Promotion promotion = Promotion.on(product, folder);
        product.allowCopies(promotion.database("DEV"));
        product.allowCopies(promotion.database("PRD"));
        promotion.promote(promotion.sealFirst());
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        ShopClient shop = ShopClient.of(product, promotion.database("DEV"));
        promotion.freeze("DEV", FreezesOthersTest.policy(product, mode));

        expectFrozenAt("Restoring", promotion, shop, rollback(promotion, second));
        promotion.run(new BackupCommand(promotion.stage("DEV"), 0));
        expectFrozenAt("Restoring", promotion, shop, restore(promotion));
        expectFrozenAt("Backing up|Putting the copy", promotion, shop, refresh(promotion));
        assertThat(promotion.query("DEV", "select count(*) from book")).isEqualTo("1");
    }

    private static void expectFrozenAt(
            String moments, Promotion promotion, ShopClient shop, Command<? extends CommandResult> command) {
        List<Boolean> wrote = new ArrayList<>();
        command.execute(promotion.context("tester@here", Moments.each(what -> {
            if (what.matches("(" + moments + ").*")) {
                wrote.add(shop.writes());
            }
        })));
        assertThat(wrote).as("writes at " + moments).isNotEmpty().containsOnly(false);
        assertThat(shop.writes()).as("writes after " + moments).isTrue();
        assertThat(promotion.status("DEV").state()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, read-only, Lifting", "MARIADB, offline, Putting the copy"})
    void a_killed_refresh_leaves_a_freeze_that_the_next_command_lifts(Databases product, String mode, String moment) {
        Promotion promotion = Promotion.on(product, folder);
        product.allowCopies(promotion.database("DEV"));
        promotion.promote(promotion.sealFirst());
        ShopClient shop = ShopClient.of(product, promotion.database("DEV"));
        promotion.freeze("DEV", FreezesOthersTest.policy(product, mode));

        assertThat(WorkingProcess.killedAt(promotion, refresh(promotion), moment))
                .isPresent();
        assertThat(shop.writes()).as("frozen still").isFalse();

        promotion.run(new BackupCommand(promotion.stage("DEV"), 20));

        assertThat(shop.writes()).isTrue();
        assertThat(promotion.status("DEV").state()).isEmpty();
    }

    @Test
    void a_way_back_from_which_others_cannot_be_kept_out_changes_nothing() throws Exception {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        promotion.run(new BackupCommand(promotion.stage("DEV"), 0));
        ShopClient shop = ShopClient.of(Databases.POSTGRESQL, promotion.database("DEV"));
        promotion.freeze("DEV", "{ mode: read-only, sessions: wait, patience: 100ms }");

        try (Connection staying = shop.connect()) {
            for (Command<?> command : List.of(rollback(promotion, second), restore(promotion))) {
                assertThatThrownBy(() -> promotion.run(command))
                        .hasMessageContaining("[freeze-refused]")
                        .hasMessageContaining("DEV/main is unchanged");
                assertThat(promotion.status("DEV").state()).isEmpty();
            }
            assertThat(staying.isClosed()).isFalse();
        }

        assertThat(shop.writes()).isTrue();
        assertThat(promotion.application("DEV")).contains("the bookshop 1.1.0");
        promotion.rollBack(second, "DEV");
        assertThat(promotion.application("DEV")).contains("the bookshop 1.0.0");
    }

    private static RollbackCommand rollback(Promotion promotion, ReleaseInput release) {
        return new RollbackCommand(promotion.stage("DEV"), Optional.of(release), promotion.key("operator"), true, 0);
    }

    private static RestoreCommand restore(Promotion promotion) {
        return new RestoreCommand(promotion.stage("DEV"), Optional.empty(), promotion.key("operator"), true, 0);
    }

    private static RefreshCommand refresh(Promotion promotion) {
        return new RefreshCommand(
                new CloneInput(promotion.stagesFile(), "PRD", Optional.empty(), "DEV", Optional.empty()),
                promotion.key("operator"),
                Optional.of("DEV/main"),
                true,
                20);
    }
}
