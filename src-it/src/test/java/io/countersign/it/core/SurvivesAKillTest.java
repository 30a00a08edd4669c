package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.command.DeployCommand;
import io.countersign.command.PlanCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.StatusCommand;
import io.countersign.database.TargetDatabase;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.TestDatabase;
import io.countersign.it.core.WorkingProcess.Work;
import io.countersign.plan.DeploymentPlan;
import io.countersign.release.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that deploys is killed by SIGKILL at every moment of its progress, one after the other. */
class SurvivesAKillTest {
    private static final int PATIENCE_SECONDS = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void at_every_moment_of_a_deployment(Databases product) {
        List<String> moments = Kills.of(
                        folder,
                        own -> Shop.with(product, own),
                        (shop, moment) -> new Work(shop.promotion().variables(), shop.deployment(), moment))
                .atEveryMoment(
                        (shop, number, moment) -> expectNothingLost(shop.promotion(), shop.second(), number, moment),
                        shop -> assertThat(shop.promotion()
                                        .deploy(shop.second(), "DEV")
                                        .repeated())
                                .isTrue());

        assertThat(moments)
                .as("where it was killed")
                .hasSizeGreaterThan(10)
                .anySatisfy(one -> assertThat(one).startsWith("Deploying"))
                .anySatisfy(one -> assertThat(one).startsWith("Applying changesets, step"))
                .anySatisfy(one -> assertThat(one).isEqualTo("Committing"))
                .anySatisfy(one -> assertThat(one).startsWith("Switching"));
    }

    /** Unfinished and tried backups are full of what users wrote. */
    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, Comparing what came back",
        "MARIADB, Comparing what came back",
        "H2, 'Backing up DEV/main, step 1'",
        "H2, Comparing what came back"
    })
    void and_leaves_no_backups_that_nobody_knows(Databases product, String moment) throws SQLException {
        assumeThat(product != Databases.POSTGRESQL || PostgresClient.isInstalled())
                .as("this machine has pg_dump")
                .isTrue();
        Promotion promotion = Promotion.on(product, folder);
        promotion.editStages(
                text -> text.replace("directory: ../backups", "directory: ../backups, test-restore: true"));
        product.allowCopies(promotion.database("DEV"));
        allowTrial(product, promotion.database("DEV"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        assertThat(left(product, promotion)).isEmpty();
        ReleaseInput second = promotion.sealSecond();

        assertThat(WorkingProcess.killedAt(promotion, promotion.deployment(second, "DEV"), moment))
                .isPresent();
        assertThat(left(product, promotion)).hasSize(1);
        expectNoLock(promotion);
        promotion.recover("DEV");

        assertThat(left(product, promotion)).isEmpty();
        promotion.deploy(second, "DEV");
    }

    private static String trial(TestDatabase database) {
        return "cs_trial_" + Digest.of(database.name()).hex().substring(0, 16);
    }

    private static void allowTrial(Databases product, TestDatabase database) throws SQLException {
        if (product == Databases.MARIADB) {
            try (Connection connection = MariaDbServer.shared().administration().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("GRANT ALL ON " + trial(database) + ".* TO '" + database.user() + "'@'localhost'");
            }
        }
    }

    private List<String> left(Databases product, Promotion promotion) {
        List<String> left = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder.resolve("backups"), "*{.partial,cs_trial*}")) {
            files.forEach(file -> left.add(file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestDatabase database = promotion.database("DEV");
        String beside = switch (product) {
            case POSTGRESQL ->
                "select string_agg(datname, ' ') from pg_database where datname like '" + database.name()
                        + "_cs_trial%'";
            case MARIADB ->
                "select group_concat(schema_name) from information_schema.schemata where schema_name = '"
                        + trial(database) + "'";
            case H2 -> "select null";
        };
        Optional.ofNullable(promotion.query("DEV", beside)).ifPresent(left::add);
        return left;
    }

    /** With the first release, a record of its users, and the second release to come. */
    private record Shop(Promotion promotion, ReleaseInput second) {
        static Shop with(Databases product, Path folder) {
            Promotion promotion = Promotion.on(product, folder);
            promotion.deploy(promotion.sealFirst(), "DEV");
            promotion.execute("DEV", "insert into book (id, title) values (2, 'Persuasion')");
            return new Shop(promotion, promotion.sealSecond());
        }

        DeployCommand deployment() {
            return promotion.deployment(second, "DEV");
        }
    }

    private static void expectNothingLost(Promotion promotion, ReleaseInput second, int number, String moment) {
        expectNoLock(promotion);
        StatusCommand.Line status = expectTruth(promotion, moment);
        if (status.state().filter(state -> state.contains("was interrupted")).isPresent()) {
            assertThat(plan(promotion, second).first().orElseThrow())
                    .as(moment)
                    .contains("did not end. A deployment first settles that");
        }
        boolean untouched = status.state().isEmpty()
                && status.version().orElseThrow().value().equals("1.0.0");
        if (untouched && number % 3 != 0) {
            // the deployment after it is the next one for this shop, which is killed some moments later
            expectFirst(promotion, moment);
        } else {
            boolean byRecover = status.state().isPresent() && number % 2 == 0;
            survive(promotion, second, moment, byRecover);
            promotion.rollBack(second, "DEV");
            expectFirst(promotion, "the rollback after " + moment);
        }
    }

    private static DeploymentPlan plan(Promotion promotion, ReleaseInput release) {
        return promotion.run(new PlanCommand(release, promotion.stage("DEV"))).plan();
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
