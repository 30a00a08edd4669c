package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.DeployCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.StatusCommand;
import io.countersign.database.TargetDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that deploys is killed by SIGKILL at every moment of its progress, one after the other. */
class SurvivesAKillTest {
    private static final int PATIENCE_SECONDS = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void at_every_moment_of_a_deployment(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.deploy(first, "DEV");
        promotion.execute("DEV", "insert into book (id, title) values (2, 'Persuasion')");
        ReleaseInput second = promotion.sealSecond();

        List<String> moments = new ArrayList<>();
        for (Optional<String> moment = killAt(promotion, second, 1);
                moment.isPresent();
                moment = killAt(promotion, second, moments.size() + 1)) {
            moments.add(moment.get());
            expectNoLock(promotion);
            StatusCommand.Line status = expectTruth(promotion, moment.get());
            boolean untouched = status.state().isEmpty()
                    && status.version().orElseThrow().value().equals("1.0.0");
            if (untouched && moments.size() % 4 != 0) {
                // the deployment after it is the next one, which is killed one moment later
                expectFirst(promotion, moment.get());
            } else {
                boolean byRecover = status.state().isPresent() && moments.size() % 2 == 0;
                survive(promotion, second, moment.get(), byRecover);
                promotion.rollBack(second, "DEV");
                expectFirst(promotion, "the rollback after " + moment.get());
            }
        }

        assertThat(moments)
                .as("where it was killed")
                .hasSizeGreaterThan(10)
                .anySatisfy(one -> assertThat(one).startsWith("Deploying"))
                .anySatisfy(one -> assertThat(one).startsWith("Applying changesets, step"))
                .anySatisfy(one -> assertThat(one).isEqualTo("Committing"))
                .anySatisfy(one -> assertThat(one).startsWith("Switching"));
        assertThat(promotion.deploy(second, "DEV").repeated()).isTrue();
    }

    private static Optional<String> killAt(Promotion promotion, ReleaseInput release, int moment) {
        try (WorkingProcess process = WorkingProcess.start(promotion, promotion.deployment(release, "DEV"), moment)) {
            Optional<String> reached = process.awaitMoment();
            process.kill();
            return reached;
        }
    }

    private static StatusCommand.Line expectTruth(Promotion promotion, String moment) {
        StatusCommand.Line status = promotion.status("DEV");
        if (status.state().isEmpty()) {
            assertThat(status.version().orElseThrow().value()).as(moment).isIn("1.0.0", "1.1.0");
            assertThat(status.drift()).as(moment).contains(false);
        } else {
            assertThat(status.state().get())
                    .as(moment)
                    .matches(".*(was interrupted|application is not active); run countersign:recover");
        }
        return status;
    }

    private static void survive(Promotion promotion, ReleaseInput second, String moment, boolean byRecover) {
        if (byRecover) {
            promotion.recover("DEV");
            StatusCommand.Line recovered = promotion.status("DEV");
            assertThat(recovered.state()).as(moment).isEmpty();
            assertThat(recovered.drift()).as(moment).contains(false);
        }
        DeployCommand.Result deployed = promotion.deploy(second, "DEV");
        assertThat(Path.of(deployed.receiptFile() + ".asc")).as(moment).exists();
        assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                .as(moment)
                .isEqualTo("6");
        assertThat(promotion.query("DEV", "select count(*) from author"))
                .as(moment)
                .isEqualTo("1");
        assertThat(promotion.query("DEV", "select price from book where id = 1"))
                .as(moment)
                .isEqualTo("12.50");
        assertThat(promotion.query("DEV", "select title from book where id = 2"))
                .as(moment)
                .isEqualTo("Persuasion");
        assertThat(promotion.application("DEV")).as(moment).contains("the bookshop 1.1.0");
        assertThat(promotion.status("DEV").state()).as(moment).isEmpty();
    }

    private static void expectFirst(Promotion promotion, String when) {
        assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                .as(when)
                .isEqualTo("2");
        assertThat(promotion.query("DEV", "select title from book where id = 2"))
                .as(when)
                .isEqualTo("Persuasion");
        assertThat(promotion.application("DEV")).as(when).contains("the bookshop 1.0.0");
    }

    /** The server needs a moment to notice that its client is gone, so this waits; but not for long. */
    private static void expectNoLock(Promotion promotion) {
        try (TargetDatabase target = promotion.target("DEV")) {
            target.lock("the test", Duration.ofSeconds(PATIENCE_SECONDS)).close();
        }
    }
}
