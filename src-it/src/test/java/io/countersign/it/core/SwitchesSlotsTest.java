package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.command.AbBackCommand;
import io.countersign.command.AbDeployCommand;
import io.countersign.command.AbSwitchCommand;
import io.countersign.command.Command;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RollbackToCommand;
import io.countersign.it.core.WorkingProcess.Work;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A/B where the database stays as it is: only the application is in two slots. */
class SwitchesSlotsTest {
    private static final String SWITCHING = "Switching ";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void under_traffic_without_any_interruption(Databases product) {
        try (TwoSlots slots = TwoSlots.sharingOneDatabase(product, folder)) {
            Promotion promotion = slots.promotion();
            promotion.deploy(promotion.sealFirst(), "DEV");
            ReleaseInput second = promotion.seal("1.0.1");
            AtomicBoolean going = new AtomicBoolean(true);
            CompletableFuture<Boolean> reader =
                    CompletableFuture.supplyAsync(() -> alwaysThere(slots.directory(), going));
            ShopClient shop = ShopClient.of(product, promotion.database("DEV"));
            try (ShopTraffic traffic = new ShopTraffic(() -> shop, product != Databases.H2)) {
                AbDeployCommand.Result filled = promotion.run(slots.filling(second));

                assertThat(filled.slot()).isEqualTo("b");
                assertThat(slots.application()).contains("the bookshop 1.0.0");
                assertThat(slots.directory().resolve("b-started")).exists();
                assertThat(promotion.status("DEV").release().orElseThrow().version())
                        .isEqualTo("1.0.0");

                AbSwitchCommand.Result switched = promotion.run(slots.switching(second));

                assertThat(switched.live()).isEqualTo("b");
                assertThat(switched.interruptedMillis()).isZero();
                assertThat(slots.application()).contains("the bookshop 1.0.1");
                assertThat(slots.hooks()).containsExactly("before a b", "after a b");
                assertThat(promotion.status("DEV").slot()).contains("b");
                assertThat(promotion.status("DEV").release().orElseThrow().version())
                        .isEqualTo("1.0.1");
                assertThat(Path.of(switched.receiptFile())).isRegularFile();
                assertThat(promotion.run(slots.switching(second)).repeated()).isTrue();

                AbBackCommand.Result back = promotion.run(slots.goingBack());

                assertThat(back.live()).isEqualTo("a");
                assertThat(slots.application()).contains("the bookshop 1.0.0");
                assertThat(promotion.status("DEV").release().orElseThrow().version())
                        .isEqualTo("1.0.0");
                assertThat(promotion.rollBack(second, "DEV").withdrawals())
                        .as("of what is no longer there, which nothing is done to")
                        .hasSize(1);
                assertThat(slots.application()).contains("the bookshop 1.0.0");
                promotion.run(slots.switching(second));
                assertThat(slots.application()).contains("the bookshop 1.0.1");
                if (product != Databases.H2) {
                    traffic.goOn();
                }
                assertThat(traffic.refused()).isZero();
                going.set(false);
                assertThat(reader.join())
                        .as("one whole application at every moment")
                        .isTrue();
                traffic.stop();
                assertThat(shop.books()).containsAll(traffic.acknowledged());
            }
            assertThat(promotion.history("DEV").stream()
                            .map(event -> event.getClass().getSimpleName())
                            .toList())
                    .containsSubsequence(
                            "SlotFilled", "Started", "Switching", "Succeeded", "Switched", "Started", "RolledBack");
        }
    }

    /** Follows the pointer as a server does. */
    private static boolean alwaysThere(Path directory, AtomicBoolean going) {
        while (going.get()) {
            LockSupport.parkNanos(200_000);
            try {
                if (!Files.readString(directory.resolve("live/current/bookshop.jar"))
                        .startsWith("the bookshop 1.0.")) {
                    return false;
                }
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    @Test
    void one_is_live_wherever_a_switch_is_killed() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Running the before-switch", "1.0.0");
        versions.put(SWITCHING, "1.0.0");
        versions.put("Running the after-switch", "1.0.1");
        versions.put("Slot b is live", "1.0.1");
        List<TwoSlots> opened = new ArrayList<>();
        try {
            Kills.of(folder, own -> filled(own, opened), Filled::switchUntil)
                    .atEach(List.copyOf(versions.keySet()), (filled, number, moment) -> {
                        expectSettled(filled.slots(), versions.get(moment), moment);
                        expectTurnable(filled, moment);
                    });
        } finally {
            opened.forEach(TwoSlots::close);
        }
    }

    private record Filled(TwoSlots slots, ReleaseInput second) {
        Work switchUntil(Object moment) {
            Object exactly = moment.equals(SWITCHING) ? SWITCHING + slots.directory() : moment;
            return new Work(slots.promotion().variables(), slots.switching(second), exactly);
        }
    }

    private static Filled filled(Path folder, List<TwoSlots> opened) {
        TwoSlots slots = TwoSlots.sharingOneDatabase(Databases.POSTGRESQL, folder);
        opened.add(slots);
        return new Filled(slots, slots.filledWith("1.0.1"));
    }

    private static void expectSettled(TwoSlots slots, String version, String moment) {
        Promotion promotion = slots.promotion();
        assertThat(slots.application())
                .as("followed at once, killed at " + moment)
                .contains("the bookshop " + version);
        if (promotion.status("DEV").state().isPresent()) {
            promotion.recover("DEV");
        }
        assertThat(promotion.status("DEV").state()).as(moment).isEmpty();
        assertThat(slots.application()).as("recovered from " + moment).contains("the bookshop " + version);
        assertThat(promotion.status("DEV").release().orElseThrow().version())
                .as(moment)
                .isEqualTo(version);
    }

    /** The switch that was killed, or the way back from it. */
    private static void expectTurnable(Filled filled, String moment) {
        TwoSlots slots = filled.slots();
        boolean first = slots.live().equals("a");
        if (first) {
            slots.promotion().run(slots.switching(filled.second()));
        } else {
            slots.promotion().run(slots.goingBack());
        }
        assertThat(slots.application())
                .as("turned once more after " + moment)
                .contains("the bookshop " + (first ? "1.0.1" : "1.0.0"));
    }

    static void killAt(Promotion promotion, Command<?> command, String moment) {
        assertThat(WorkingProcess.killedAt(promotion, command, moment))
                .as("it came to " + moment)
                .isPresent();
    }

    @Test
    void what_fails_leaves_the_live_slot_as_it_is() throws IOException {
        try (TwoSlots slots = TwoSlots.sharingOneDatabase(Databases.POSTGRESQL, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput first = promotion.sealFirst();
            promotion.deploy(first, "DEV");
            ReleaseInput second = promotion.seal("1.0.1");

            assertThat(refusal(promotion, slots.switching(second)).code()).isEqualTo(ProblemCode.SLOT_REFUSED);
            assertThat(refusal(promotion, slots.goingBack()).code()).isEqualTo(ProblemCode.NOTHING_TO_ROLL_BACK);
            slots.unwell().add("b");
            assertThat(refusal(promotion, slots.filling(second)).code()).isEqualTo(ProblemCode.SMOKE_CHECK_FAILED);
            assertThat(refusal(promotion, slots.switching(second)).code()).isEqualTo(ProblemCode.SLOT_REFUSED);
            slots.unwell().clear();
            promotion.run(slots.filling(second));
            slots.unwell().add("b");
            assertThat(refusal(promotion, slots.switching(second)).code()).isEqualTo(ProblemCode.SMOKE_CHECK_FAILED);
            slots.unwell().clear();

            Files.writeString(slots.directory().resolve("broken"), "");
            CountersignException stuck = refusal(promotion, slots.switching(second));
            assertThat(stuck.code()).isEqualTo(ProblemCode.APPLICATION_FAILED);
            assertThat(stuck.problem().state()).contains("Taking the switch back failed too", "countersign:recover");
            assertThat(slots.application()).contains("the bookshop 1.0.0");
            Files.delete(slots.directory().resolve("broken"));
            assertThat(promotion.recover("DEV").done()).contains("taken back", "Slot a");
            assertThat(slots.hooks()).endsWith("after b a");

            promotion.editStages(text -> text.replace("test ! -e broken", "test $COUNTERSIGN_TO = a"));
            CountersignException back = refusal(promotion, slots.switching(second));
            assertThat(back.problem().state()).isEqualTo("Slot a of DEV/main is live, as before.");
            assertThat(slots.application()).contains("the bookshop 1.0.0");
            assertThat(promotion.status("DEV").state()).isEmpty();
            assertThat(promotion.history("DEV")).last().isInstanceOf(LedgerEvent.Failed.class);
        }
    }

    @Test
    void what_does_not_belong_in_a_slot_is_refused() throws IOException {
        try (TwoSlots slots = TwoSlots.sharingOneDatabase(Databases.POSTGRESQL, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput first = promotion.sealFirst();
            promotion.deploy(first, "DEV");
            ReleaseInput second = promotion.seal("1.0.1");
            promotion.run(slots.filling(second));
            assertThat(refusal(promotion, slots.switching(first)).code()).isEqualTo(ProblemCode.SLOT_REFUSED);
            promotion.run(slots.switching(second));
            assertThatThrownBy(() -> promotion.rollBack(second, "DEV"))
                    .hasMessageContaining("[slot-refused]")
                    .hasMessageContaining("countersign:ab-back");
            ReleaseInput third = promotion.sealSecond();

            CountersignException changes = refusal(promotion, slots.filling(third));

            assertThat(changes.code()).isEqualTo(ProblemCode.SLOT_REFUSED);
            assertThat(changes.problem().found()).contains("4 changesets");

            Files.delete(slots.directory().resolve("live"));
            assertThat(refusal(promotion, slots.goingBack()).code()).isEqualTo(ProblemCode.SLOTS_DISAGREE);
            assertThat(promotion.status("DEV").state().orElseThrow())
                    .startsWith("[slots-disagree] ")
                    .contains("names slot a (it is not there)", "DEV/main", "slot b was made live");
            Files.createSymbolicLink(slots.directory().resolve("live"), Path.of("c"));
            assertThat(refusal(promotion, slots.goingBack()).code()).isEqualTo(ProblemCode.SLOTS_DISAGREE);
            Files.delete(slots.directory().resolve("live"));
            Files.createSymbolicLink(slots.directory().resolve("live"), Path.of("b"));
            promotion.run(slots.filling(first));
            assertThat(refusal(promotion, slots.goingBack()).code()).isEqualTo(ProblemCode.SLOT_REFUSED);
        }
    }

    @Test
    void what_was_deployed_in_place_meanwhile_is_not_taken_back_by_a_switch() {
        try (TwoSlots slots = TwoSlots.sharingOneDatabase(Databases.POSTGRESQL, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput second = slots.filledWith("1.0.1");
            promotion.deploy(promotion.seal("1.0.2"), "DEV");

            CountersignException refused = refusal(promotion, slots.switching(second));

            assertThat(refused.code()).isEqualTo(ProblemCode.SLOT_REFUSED);
            assertThat(refused.problem().found()).contains("bookshop 1.0.2", "since slot b was filled");
            assertThat(slots.application()).contains("the bookshop 1.0.2");
        }
    }

    @Test
    void a_rollback_over_a_switch_is_refused_before_anything_is_taken_back() {
        try (TwoSlots slots = TwoSlots.sharingOneDatabase(Databases.POSTGRESQL, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput second = slots.filledWith("1.0.1");
            promotion.run(slots.switching(second));
            promotion.deploy(promotion.seal("1.0.2"), "DEV");
            int records = promotion.history("DEV").size();

            CountersignException refused = refusal(promotion, backTo(promotion, "1.0.0"));

            assertThat(refused.code()).isEqualTo(ProblemCode.SLOT_REFUSED);
            assertThat(refused.problem().found()).contains("bookshop 1.0.1", "switch of slots");
            assertThat(refused.problem().remedy()).contains("-Dcountersign.to=1.0.1", "countersign:ab-back");
            assertThat(slots.application()).contains("the bookshop 1.0.2");
            assertThat(promotion.history("DEV")).hasSize(records);

            promotion.run(backTo(promotion, "1.0.1"));
            assertThat(slots.application()).contains("the bookshop 1.0.1");
            assertThat(refusal(promotion, backTo(promotion, "1.0.0")).problem().remedy())
                    .startsWith("Switch back by countersign:ab-back");
            promotion.run(slots.goingBack());
            assertThat(slots.application()).contains("the bookshop 1.0.0");
        }
    }

    private static RollbackToCommand backTo(Promotion promotion, String version) {
        return new RollbackToCommand(
                promotion.stage("DEV"), version, Optional.empty(), promotion.key("operator"), true, 0);
    }

    @Test
    void a_target_without_slots_has_none_to_fill() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput first = promotion.sealFirst();
        assertThat(refusal(promotion, new AbDeployCommand(first, promotion.stage("DEV"), promotion.key("operator"), 0))
                        .code())
                .isEqualTo(ProblemCode.SLOTS_MISSING);
        assertThat(refusal(
                                promotion,
                                new AbSwitchCommand(first, promotion.stage("DEV"), promotion.key("operator"), false, 0))
                        .code())
                .isEqualTo(ProblemCode.SLOTS_MISSING);
        assertThat(refusal(
                                promotion,
                                new AbBackCommand(
                                        promotion.stage("DEV"), promotion.key("operator"), false, folder.toFile(), 0))
                        .code())
                .isEqualTo(ProblemCode.SLOTS_MISSING);
    }

    @Test
    void a_release_that_nobody_approved_comes_into_no_slot() {
        try (TwoSlots slots = TwoSlots.sharingOneDatabase(Databases.POSTGRESQL, folder)) {
            Promotion promotion = slots.promotion();
            ReleaseInput second = slots.filledWith("1.0.1");
            promotion.editStages(
                    text -> text.replaceFirst("receipts: operator", "receipts: operator\n    approvals: 1 customer"));

            assertThat(refusal(promotion, slots.filling(second)).code()).isEqualTo(ProblemCode.GATE_REFUSED);
            assertThat(refusal(promotion, slots.switching(second)).code()).isEqualTo(ProblemCode.GATE_REFUSED);
            assertThat(slots.application()).contains("the bookshop 1.0.0");
        }
    }

    static CountersignException refusal(Promotion promotion, Command<?> command) {
        CountersignException refused = catchThrowableOfType(CountersignException.class, () -> promotion.run(command));
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }
}
