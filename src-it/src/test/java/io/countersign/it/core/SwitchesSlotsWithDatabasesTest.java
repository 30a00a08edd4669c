package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.command.AbBackCommand;
import io.countersign.command.AbDeployCommand;
import io.countersign.command.AbSwitchCommand;
import io.countersign.command.Command;
import io.countersign.command.ReleaseInput;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Stage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A/B where the release changes the database: application and database are in two slots, and change together. */
class SwitchesSlotsWithDatabasesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void loses_no_acknowledged_write_under_traffic(Databases product) {
        try (TwoSlots slots = TwoSlots.withTwoDatabases(product, folder)) {
            Promotion promotion = slots.promotion();
            promotion.deploy(promotion.sealFirst(), "DEV");
            ReleaseInput second = promotion.sealSecond();
            try (ShopTraffic traffic = new ShopTraffic(() -> slots.shop(slots.live()), true)) {
                traffic.goOn();
                AbDeployCommand.Result filled = promotion.run(slots.filling(second));
                traffic.goOn();

                assertThat(filled.changesets()).isEqualTo(4);
                assertThat(filled.copy().orElseThrow().rows()).isPositive();
                assertThat(slots.application()).contains("the bookshop 1.0.0");
                assertThat(slots.shop("b").reads()).isTrue();
                assertThat(slots.shop("b").writes())
                        .as("nobody writes to the slot that is not live")
                        .isFalse();
                CountersignException behind = SwitchesSlotsTest.refusal(promotion, slots.switching(second));
                assertThat(behind.code()).isEqualTo(ProblemCode.SLOT_BEHIND);
                assertThat(behind.problem().found()).containsPattern("book: \\d+ rows, now \\d+");
                assertThat(behind.problem().remedy()).contains("countersign.refresh=true");
                assertThat(slots.live()).isEqualTo("a");
                traffic.goOn();

                AbSwitchCommand.Result switched = promotion.run(slots.switching(second, true));

                assertThat(switched.live()).isEqualTo("b");
                assertThat(switched.receipt().changesets()).hasSize(4);
                traffic.goOn();
                assertThat(switched.interruptedMillis()).isPositive();
                assertThat(switched.interruptedMillis())
                        .as("no less than what the client saw, give or take")
                        .isGreaterThan(traffic.longestGapMillis() / 2);
                assertThat(switched.receipt().interruption().orElseThrow().mode())
                        .isEqualTo(Stage.Freeze.READ_ONLY);
                assertThat(slots.application()).contains("the bookshop 1.1.0");
                assertThat(slots.shop("a").reads()).isTrue();
                assertThat(slots.shop("a").writes()).isFalse();
                assertThat(promotion.status("DEV").release().orElseThrow().version())
                        .isEqualTo("1.1.0");
                assertThat(promotion.status("DEV").drift()).contains(false);
                assertThat(promotion.run(slots.switching(second)).repeated()).isTrue();

                CountersignException unasked = SwitchesSlotsTest.refusal(promotion, slots.goingBack());
                assertThat(unasked.code()).isEqualTo(ProblemCode.CONSENT_MISSING);
                assertThat(unasked.problem().found()).containsPattern("book: \\d+ rows, now \\d+");
                assertThat(slots.live()).isEqualTo("b");
                traffic.goOn();
                traffic.stop();
                assertThat(slots.shop("b").books()).containsAll(traffic.acknowledged());
            }

            AbBackCommand.Result back = promotion.run(slots.goingBack(true));

            assertThat(back.givenUp())
                    .singleElement()
                    .satisfies(table -> assertThat(table.line()).contains("book"));
            String rows = Promotion.read(Path.of(back.givenUpFile().orElseThrow()));
            assertThat(back.givenUpFile().orElseThrow())
                    .startsWith(slots.output().toString());
            assertThat(rows.lines()).allMatch(line -> line.contains("\"change\":\"inserted\""));
            assertThat(rows.lines().map(line -> line.replaceAll(".*\"id\":\"(\\d+)\".*", "$1")))
                    .as("what is in b and not in a")
                    .containsExactlyInAnyOrderElementsOf(onlyIn(slots, "b", "a"));
            assertThat(promotion.history("DEV"))
                    .filteredOn(LedgerEvent.GivenUp.class::isInstance)
                    .singleElement()
                    .satisfies(event -> assertThat(((LedgerEvent.GivenUp) event).rows())
                            .isEqualTo(rows.lines().count()));
            assertThat(slots.live()).isEqualTo("a");
            assertThat(slots.shop("a").writes()).isTrue();
            assertThat(slots.shop("b").writes()).isFalse();
            assertThat(promotion.status("DEV").release().orElseThrow().version())
                    .isEqualTo("1.0.0");
            assertThat(promotion.status("DEV").drift()).contains(false);
            assertThat(SwitchesSlotsTest.refusal(promotion, slots.switching(second))
                            .code())
                    .as("what was given up must not come back")
                    .isEqualTo(ProblemCode.SLOT_REFUSED);
        }
    }

    private static List<String> onlyIn(TwoSlots slots, String one, String other) {
        Set<Integer> ids = new TreeSet<>(slots.shop(one).books());
        ids.removeAll(slots.shop(other).books());
        return ids.stream().map(String::valueOf).toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void goes_there_and_back_at_once_where_nobody_writes(Databases product) {
        try (TwoSlots slots = TwoSlots.withTwoDatabases(product, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput second = slots.filledWithChanges();
            try (ShopTraffic traffic = new ShopTraffic(() -> slots.shop(slots.live()), false)) {
                AbSwitchCommand.Result switched = promotion.run(slots.switching(second));
                traffic.goOn();
                assertThat(slots.application()).contains("the bookshop 1.1.0");
                assertThat(switched.interruptedMillis()).isPositive();

                AbBackCommand.Result back = promotion.run(slots.goingBack());

                traffic.goOn();
                assertThat(back.givenUp()).isEmpty();
                assertThat(slots.application()).contains("the bookshop 1.0.0");
                traffic.write(true);
                traffic.goOn();
                traffic.stop();
                assertThat(slots.shop("a").books()).containsAll(traffic.acknowledged());
            }
            assertThat(SwitchesSlotsTest.refusal(promotion, slots.switching(second))
                            .code())
                    .isEqualTo(ProblemCode.SLOT_BEHIND);
            promotion.run(slots.filling(second));
            promotion.run(slots.switching(second));
            assertThat(slots.live()).isEqualTo("b");
            assertThat(slots.shop("b").writes()).isTrue();
        }
    }

    /** Without another command: whoever is live can be written to, and whoever is not cannot. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void one_side_is_wholly_live_wherever_a_switch_is_killed(Databases product) {
        assumeThat(product.handsOverAtOnce()).as("by one statement").isTrue();
        try (TwoSlots slots = TwoSlots.withTwoDatabases(product, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput second = slots.filledWithChanges();
            killed(slots, slots.switching(second), "Running the before-switch", "a");
            killed(slots, slots.switching(second), "Closing the database of slot a", "a");
            killed(slots, slots.switching(second), "Carrying the ledger", "a");
            if (product == Databases.POSTGRESQL) {
                killed(slots, slots.switching(second, true), "Applying changesets, step", "a");
                promotion.run(slots.filling(second));
            }
            killed(slots, slots.switching(second), "Switching " + slots.directory(), "a");
            killed(slots, slots.switching(second), "Running the after-switch", "b");
            killed(slots, slots.goingBack(), "Carrying the ledger", "b");
            killed(slots, slots.goingBack(), "Opening the database of slot a", "a");
            killed(slots, slots.switching(second), "Opened", "b");
            assertThat(promotion.run(slots.switching(second)).receipt().changesets())
                    .hasSize(4);
        }
    }

    private static void killed(TwoSlots slots, Command<?> command, String moment, String expected) {
        SwitchesSlotsTest.killAt(slots.promotion(), command, moment);
        expectLive(slots, expected, "killed at " + moment);
        slots.promotion().recover("DEV");
        expectRecovered(slots, expected, "recovered from " + moment);
    }

    private static void expectLive(TwoSlots slots, String expected, String moment) {
        assertThat(slots.live()).as(moment).isEqualTo(expected);
        assertThat(slots.shop(expected).reads()).as("live " + moment).isTrue();
        assertThat(slots.shop(expected).writes()).as("live " + moment).isTrue();
        assertThat(slots.shop(expected.equals("a") ? "b" : "a").writes())
                .as("not live " + moment)
                .isFalse();
        assertThat(slots.application())
                .as(moment)
                .contains("the bookshop " + (expected.equals("a") ? "1.0.0" : "1.1.0"));
    }

    private static void expectRecovered(TwoSlots slots, String expected, String moment) {
        expectLive(slots, expected, moment);
        assertThat(slots.promotion().status("DEV").state()).as(moment).isEmpty();
        assertThat(slots.promotion().status("DEV").release().orElseThrow().version())
                .as(moment)
                .isEqualTo(expected.equals("a") ? "1.0.0" : "1.1.0");
    }

    /** Killed while the server is at work on the one statement that counts: it comes to its end by itself. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void one_side_is_wholly_live_when_a_switch_is_killed_in_the_middle_of_it(Databases product) {
        assumeThat(product.handsOverAtOnce()).as("by one statement").isTrue();
        try (TwoSlots slots = TwoSlots.withTwoDatabases(product, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput second = slots.filledWithChanges();
            try (WorkingProcess process =
                    WorkingProcess.start(promotion, slots.switching(second), "Switching " + slots.directory())) {
                assertThat(process.awaitMoment()).isPresent();
                process.goOn();
                // the pointer is turned before that: a kill between the two would leave the old side live
                Await.until(product::isHandingOver);
                process.kill();
            }

            Await.until(() -> slots.shop("b").writes());
            Await.until(() -> !slots.shop("a").writes());
            expectLive(slots, "b", "killed in the middle");
            promotion.recover("DEV");
            expectRecovered(slots, "b", "recovered from the middle");
        }
    }

    /** Where nobody may change both databases, the one is closed before the other is opened. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void two_accounts_open_and_close_in_two_steps(Databases product) {
        try (TwoSlots slots = TwoSlots.withTwoAccounts(product, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput second = slots.filledWithChanges();
            killed(slots, slots.switching(second), "Switching " + slots.directory(), "a");
            SwitchesSlotsTest.killAt(promotion, slots.switching(second), "Running the after-switch");
            assertThat(slots.live()).isEqualTo("b");
            assertThat(List.of(slots.shop("a").writes(), slots.shop("b").writes()))
                    .as("never both")
                    .containsOnly(false);
            promotion.recover("DEV");
            expectRecovered(slots, "b", "recovered from the hook");
            promotion.run(slots.goingBack());
            expectRecovered(slots, "a", "back");
        }
    }

    /** Pools keep connections: whoever was connected all the time gets on, without a new start. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void who_was_connected_to_the_idle_slot_can_write_once_it_is_live(Databases product) throws SQLException {
        try (TwoSlots slots = TwoSlots.withTwoDatabases(product, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput second = slots.filledWithChanges();
            try (Connection pooled = slots.shop("b").connect()) {
                assertThat(pooled.isValid(5)).isTrue();
                promotion.run(slots.switching(second));
                assertThat(pooled.isValid(5))
                        .as("a connection that could only read is ended, so that the pool makes another one")
                        .isFalse();
            }
        }
    }

    @Test
    void what_fails_leaves_the_live_side_as_it_is() {
        try (TwoSlots slots = TwoSlots.withTwoDatabases(Databases.POSTGRESQL, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput second = slots.filledWithChanges();
            promotion.editStages(text -> text.replace("test ! -e broken", "test $COUNTERSIGN_TO = a"));

            CountersignException failed = SwitchesSlotsTest.refusal(promotion, slots.switching(second));

            assertThat(failed.code()).isEqualTo(ProblemCode.APPLICATION_FAILED);
            assertThat(failed.problem().state()).isEqualTo("Slot a of DEV/main is live, as before.");
            assertThat(slots.live()).isEqualTo("a");
            assertThat(slots.shop("a").writes()).isTrue();
            assertThat(slots.shop("b").writes()).isFalse();
            assertThat(promotion.status("DEV").state()).isEmpty();
        }
    }

    @Test
    void a_product_whose_databases_cannot_be_closed_for_writers_shares_one() {
        try (TwoSlots slots = TwoSlots.withTwoDatabases(Databases.H2, folder)) {
            Promotion promotion = slots.promotion();
            promotion.deploy(promotion.sealFirst(), "DEV");

            CountersignException refused = SwitchesSlotsTest.refusal(promotion, slots.filling(promotion.sealSecond()));

            assertThat(refused.code()).isEqualTo(ProblemCode.FREEZE_REFUSED);
            assertThat(refused.problem().remedy()).contains("share one database");
        }
    }
}
