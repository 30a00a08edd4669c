package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.command.DeployCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two deployments to one target at once. */
class KeepsDeploymentsApartTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void one_session_deploys_while_another_is_refused_and_a_patient_one_waits(Databases product) throws Exception {
        Promotion promotion = Promotion.on(product, folder);
        ReleaseInput release = promotion.sealFirst();
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch waited = new CountDownLatch(1);
        Progress first = new Moments(3, what -> {
            working.countDown();
            await(waited);
        });
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<DeployCommand.Result> deployed = other.submit(
                    () -> promotion.deployment(release, "DEV").execute(promotion.context("alice@build", first)));
            await(working);

            refusedNaming(promotion, release, holder(product, promotion, "alice@build"));
            assertThat(promotion.status("DEV").state().orElseThrow())
                    .contains("is running")
                    .contains(holder(product, promotion, "alice@build"));
            DeployCommand.Result second = patiently(promotion, release, waited::countDown);

            assertThat(deployed.get(PATIENCE_SECONDS, TimeUnit.SECONDS).repeated())
                    .isFalse();
            assertThat(second.repeated()).isTrue();
            assertThat(second.receipt()).isEqualTo(deployed.get().receipt());
        } finally {
            waited.countDown();
            other.shutdown();
        }
        deployedOnce(promotion);
    }

    /** H2's file belongs to one process at a time, so there the second process is refused by H2 itself. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "H2")
    void one_process_deploys_while_another_is_refused_and_a_patient_one_waits(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        ReleaseInput release = promotion.sealFirst();
        try (WorkingProcess process = WorkingProcess.start(promotion, promotion.deployment(release, "DEV"), 3)) {
            assertThat(process.awaitMoment()).isPresent();

            refusedNaming(promotion, release, holder(product, promotion, "child@here"));
            assertThat(patiently(promotion, release, process::goOn).repeated()).isTrue();

            assertThat(process.awaitMoment()).isEmpty();
        }
        deployedOnce(promotion);
    }

    /** MariaDB's locks carry no text, so there the holder is known by its session alone. */
    private static String holder(Databases product, Promotion promotion, String actor) {
        return product == Databases.MARIADB
                ? "Held by " + promotion.database("DEV").user() + " from localhost"
                : "deploy bookshop 1.0.0 by " + actor;
    }

    private static void refusedNaming(Promotion promotion, ReleaseInput release, String holder) {
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> promotion.deploy(release, "DEV"))
                .withMessageContaining(holder)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.LOCK_HELD));
    }

    private static DeployCommand.Result patiently(Promotion promotion, ReleaseInput release, Runnable onceItWaits) {
        return new DeployCommand(release, promotion.stage("DEV"), promotion.key("operator"), PATIENCE_SECONDS)
                .execute(promotion.context("bob@desk", new Moments(1, what -> {
                    assertThat(what).startsWith("Waiting for the lock");
                    onceItWaits.run();
                })));
    }

    private static void deployedOnce(Promotion promotion) {
        assertThat(promotion.history("DEV"))
                .filteredOn(LedgerEvent.Started.class::isInstance)
                .hasSize(1);
        assertThat(promotion.query("DEV", "select count(*) from book")).isEqualTo("1");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
