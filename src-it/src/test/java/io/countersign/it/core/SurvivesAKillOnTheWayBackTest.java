package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.BackupCommand;
import io.countersign.command.Command;
import io.countersign.command.RecoverCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RestoreCommand;
import io.countersign.command.RollbackCommand;
import io.countersign.command.StatusCommand;
import io.countersign.database.TargetDatabase;
import io.countersign.it.core.WorkingProcess.Work;
import io.countersign.problem.CountersignException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that takes something back is killed by SIGKILL at every moment of its progress, one after the other. */
class SurvivesAKillOnTheWayBackTest {
    private static final int PATIENCE_SECONDS = 20;
    private static final String INTERRUPTED = ".*(was interrupted|application is not active); run countersign:recover";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void at_every_moment_of_a_rollback(Databases product) {
        List<String> moments = Kills.of(
                        folder,
                        own -> Shop.with(product, own),
                        (shop, moment) -> new Work(shop.promotion().variables(), shop.rollback(), moment))
                .atEveryMoment(
                        (shop, number, moment) -> {
                            Promotion promotion = shop.promotion();
                            StatusCommand.Line status = settledOrInterrupted(promotion, moment);
                            boolean byRecover = number % 3 != 0;
                            if (status.state().isPresent() && byRecover) {
                                promotion.recover("DEV");
                                expectSettled(promotion, moment);
                            }
                            boolean untouched = status.state().isEmpty()
                                    && status.version().orElseThrow().value().equals("1.1.0");
                            if (!untouched) {
                                promotion.deploy(shop.second(), "DEV");
                            }
                            expectSecond(promotion, moment);
                        },
                        shop -> expectFirst(shop.promotion(), "the rollback that nobody killed"));

        assertThat(moments)
                .hasSizeGreaterThan(3)
                .anySatisfy(one -> assertThat(one).startsWith("Restoring"))
                .anySatisfy(one -> assertThat(one).startsWith("Switching"));
    }

    /** At the second release, with a record of its users. */
    private record Shop(Promotion promotion, ReleaseInput second) {
        static Shop with(Databases product, Path folder) {
            Promotion promotion = Promotion.on(product, folder);
            promotion.deploy(promotion.sealFirst(), "DEV");
            promotion.execute("DEV", "insert into book (id, title) values (2, 'Persuasion')");
            ReleaseInput second = promotion.sealSecond();
            promotion.deploy(second, "DEV");
            return new Shop(promotion, second);
        }

        static Shop withBackup(Databases product, Path folder) {
            Shop shop = with(product, folder);
            shop.promotion.run(new BackupCommand(shop.promotion.stage("DEV"), 0));
            return shop;
        }

        RollbackCommand rollback() {
            return new RollbackCommand(promotion.stage("DEV"), Optional.of(second), promotion.key("operator"), true, 0);
        }

        RestoreCommand restore() {
            return new RestoreCommand(promotion.stage("DEV"), Optional.empty(), promotion.key("operator"), true, 0);
        }

        /** What a restore of the backup takes away. */
        void writeAfterBackup() {
            promotion.execute("DEV", "insert into author (id, name) values (2, 'nobody')");
        }
    }

    @ParameterizedTest
    @EnumSource
    void at_every_moment_of_a_restore(Databases product) {
        List<String> moments = Kills.of(
                        folder,
                        own -> {
                            Shop shop = Shop.withBackup(product, own);
                            shop.writeAfterBackup();
                            return shop;
                        },
                        (shop, moment) -> new Work(shop.promotion().variables(), shop.restore(), moment))
                .atEveryMoment(
                        (shop, number, moment) -> {
                            StatusCommand.Line status = settledOrInterrupted(shop.promotion(), moment);
                            if (status.state().isPresent()) {
                                shop.promotion().recover("DEV");
                                expectSecond(shop.promotion(), moment);
                                shop.writeAfterBackup();
                            }
                        },
                        shop -> expectSecond(shop.promotion(), "the restore that nobody killed"));

        assertThat(moments).anySatisfy(one -> assertThat(one).startsWith("Restoring"));
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void as_it_does_a_restore_whose_connections_break(Databases product) {
        Shop shop = Shop.withBackup(product, folder);
        Promotion promotion = shop.promotion();
        for (int moment = 2; moment < 10; moment += 3) {
            promotion.execute("DEV", "delete from author where id > 1");
            shop.writeAfterBackup();
            List<String> broken = new ArrayList<>();
            Moments cut = new Moments(moment, what -> {
                broken.add(what);
                product.breakConnections(promotion.database("DEV"));
            });
            try {
                shop.restore().execute(promotion.context("ada@desk", cut));
            } catch (CountersignException e) {
                assertThat(broken).as(e.getMessage()).hasSize(1);
            }
            if (settledOrInterrupted(promotion, broken.toString()).state().isPresent()) {
                promotion.recover("DEV");
                expectSecond(promotion, broken.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void at_every_moment_of_a_recovery(Databases product) {
        Shop shop = Shop.with(product, folder);
        Promotion promotion = shop.promotion();
        assertThat(WorkingProcess.killedAt(promotion, shop.rollback(), "Restoring"))
                .isPresent();
        Command<?> recover = new RecoverCommand(promotion.stage("DEV"), Optional.empty(), 0);

        List<String> moments = new ArrayList<>();
        boolean open = true;
        while (open) {
            Optional<String> moment = WorkingProcess.killedAt(promotion, recover, moments.size() + 1);
            moment.ifPresent(moments::add);
            open = moment.isPresent()
                    && settledOrInterrupted(promotion, moment.get()).state().isPresent();
        }

        assertThat(moments)
                .hasSizeGreaterThan(2)
                .anySatisfy(one -> assertThat(one).startsWith("Restoring"));
        expectSettled(promotion, "the recovery");
        expectFirst(promotion, "the recovery");
        promotion.deploy(shop.second(), "DEV");
        expectSecond(promotion, "the deployment after it");
    }

    private static StatusCommand.Line settledOrInterrupted(Promotion promotion, String moment) {
        // the server needs a moment to notice that its client is gone, so this waits; but not for long
        try (TargetDatabase target = promotion.target("DEV")) {
            target.lock("the test", Duration.ofSeconds(PATIENCE_SECONDS)).close();
        }
        StatusCommand.Line status = promotion.status("DEV");
        if (status.state().isEmpty()) {
            expectSettled(promotion, moment);
        } else {
            assertThat(status.state().get()).as(moment).matches(INTERRUPTED);
        }
        return status;
    }

    private static void expectSettled(Promotion promotion, String when) {
        StatusCommand.Line status = promotion.status("DEV");
        assertThat(status.state()).as(when).isEmpty();
        assertThat(status.drift()).as(when).contains(false);
        if (status.version().orElseThrow().value().equals("1.0.0")) {
            expectFirst(promotion, when);
        } else {
            assertThat(status.version().orElseThrow().value()).as(when).isEqualTo("1.1.0");
            assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                    .as(when)
                    .isEqualTo("6");
            assertThat(promotion.application("DEV")).as(when).contains("the bookshop 1.1.0");
        }
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

    private static void expectSecond(Promotion promotion, String when) {
        expectSettled(promotion, when);
        assertThat(promotion.query("DEV", "select count(*) from author"))
                .as(when)
                .isEqualTo("1");
        assertThat(promotion.query("DEV", "select title from book where id = 2"))
                .as(when)
                .isEqualTo("Persuasion");
    }
}
