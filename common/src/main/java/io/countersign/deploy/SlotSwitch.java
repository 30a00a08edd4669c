package io.countersign.deploy;

import io.countersign.gate.ClearedRelease;
import io.countersign.ledger.Attachment;
import io.countersign.ledger.Interruption;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.progress.Progress;
import io.countersign.promotion.Slot;
import io.countersign.promotion.Slots;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the other slot the live one, application and database together. What decides is the pointer's atomic rename: before it
 * everything is taken back, behind it everything is finished, by this process or by {@link SlotRecovery}.
 *
 * <p>Where the slots have databases of their own, which of them takes writes is changed with it by a {@link SlotHandover}, so
 * no write can be acknowledged on the wrong side. The ledger moves along: the other database gets the live one's
 * records, and from the rename on it is the one that is written to.
 */
public final class SlotSwitch {
    private final Site from;
    private final Site to;
    private final Slot fromSlot;
    private final Slot toSlot;
    private final Slots slots;
    private final Progress progress;
    private final SlotHandover handover;

    /** @param from the live slot's site */
    public SlotSwitch(Site from, Progress progress) {
        this(from, SlotPair.of(from), progress);
    }

    private SlotSwitch(Site from, SlotPair pair, Progress progress) {
        this(from, pair.live(), pair.idleSite().get(), pair.slots(), progress);
    }

    SlotSwitch(Site from, Slot fromSlot, Site to, Slots slots, Progress progress) {
        this.from = from;
        this.to = to;
        this.fromSlot = fromSlot;
        this.toSlot = slots.other(fromSlot);
        this.slots = slots;
        this.progress = progress;
        this.handover = new SlotHandover(from, fromSlot, to, toSlot, progress);
    }

    /**
     * What a switch is for.
     *
     * @param cleared the release that goes live; empty on the way back
     * @param underClosure asked when nobody can write to the live database any more, where the slots have databases of their own;
     *     throws where nothing may be switched
     */
    public record Turn(
            String operation,
            Optional<ClearedRelease> cleared,
            Optional<ReleaseReference> release,
            Optional<String> undoes,
            Supplier<Outcome> underClosure) {}

    /**
     * What the ledger is told behind a switch.
     *
     * @param event Succeeded or RolledBack
     */
    public record Outcome(LedgerEvent event, Optional<Attachment> attachment) {}

    /**
     * What came of it.
     *
     * @param outcome the record
     * @param interruptedMillis how long nobody could write
     */
    public record Made(LedgerHistory.Entry outcome, long interruptedMillis) {}

    /** @throws CountersignException with the state that was left at the end of its message */
    public Made run(Turn turn) {
        try (handover) {
            return made(turn);
        }
    }

    private Made made(Turn turn) {
        progress.info("Switching " + from.name() + " from slot " + fromSlot.name() + " to slot " + toSlot.name());
        pointer().establish();
        from.journal().ledger().create();
        turn.cleared().ifPresent(cleared -> PolicyPin.ensure(from, cleared));
        LedgerEvent.Started started = new LedgerEvent.Started(
                turn.operation(),
                LedgerEvent.Action.SWITCH,
                from.stage().name(),
                from.target().name(),
                turn.release(),
                from.database().fingerprint(),
                true,
                turn.undoes());
        from.journal().append(started);
        LedgerEvent.Switching intent;
        Optional<Attachment> attachment;
        try {
            slots.beforeSwitch().ifPresent(line -> hook("before-switch", line, toSlot));
            if (!slots.sharesDatabase()) {
                handover.hold(turn.operation());
            }
            Outcome outcome = turn.underClosure().get();
            attachment = outcome.attachment();
            intent = new LedgerEvent.Switching(turn.operation(), fromSlot.name(), toSlot.name(), outcome.event());
            from.journal().append(intent, attachment);
            carryLedger();
            from.requireLock();
            progress.info("Switching " + pointer().link() + " to " + toSlot.name());
            if (slots.sharesDatabase()) {
                turn();
            } else {
                handover.handOver(this::turn);
            }
            lookBehind();
        } catch (CountersignException e) {
            throw failed(turn.operation(), e);
        } catch (RuntimeException e) {
            throw failed(turn.operation(), Deployment.internal(e));
        }
        return conclude(intent, attachment);
    }

    private void carryLedger() {
        if (!slots.sharesDatabase()) {
            progress.info("Carrying the ledger to slot " + toSlot.name());
            to.journal().ledger().replace(from.journal().ledger().rows());
            to.journal().reread();
            to.requireLock();
            to.database()
                    .advance(from.database().numbers())
                    .forEach(source -> progress.info("Numbers that slot " + fromSlot.name()
                            + " has handed out are not handed out again: " + source.name() + " goes on at "
                            + source.position()));
        }
    }

    /** The pointer may be turned already. */
    private void turn() {
        pointer().point(toSlot);
    }

    /** What is done behind the rename before anybody can write to the new side: it can still be taken back. */
    void lookBehind() {
        slots.afterSwitch().ifPresent(line -> hook("after-switch", line, toSlot));
        new SmokeChecks(to.stage().deployment().smokeChecks()).runHttp(progress);
    }

    /** From here on others may have written to the new side, so there is no way but forwards. */
    Made conclude(LedgerEvent.Switching intent, Optional<Attachment> attachment) {
        try {
            return concluded(intent, attachment);
        } catch (CountersignException e) {
            throw e.orState("Slot " + toSlot.name() + " of " + to.name()
                    + " is live, and others may be kept out still; run countersign:recover once the cause is mended.");
        }
    }

    private Made concluded(LedgerEvent.Switching intent, Optional<Attachment> attachment) {
        turn();
        if (!slots.sharesDatabase()) {
            handover.release(intent.operation());
        }
        long interrupted = to.journal()
                .history()
                .interruption(intent.operation())
                .map(Interruption::millis)
                .orElse(0L);
        LedgerHistory.Entry outcome = to.journal().append(intent.outcome(), attachment);
        to.journal().append(new LedgerEvent.Switched(intent.operation(), intent.from(), intent.to(), interrupted));
        progress.info("Slot " + toSlot.name() + " is live");
        return new Made(outcome, interrupted);
    }

    SlotHandover handover() {
        return handover;
    }

    Site from() {
        return from;
    }

    CountersignException failed(String operation, CountersignException failure) {
        return Uninterrupted.get(() -> takenBack(operation, failure));
    }

    private CountersignException takenBack(String operation, CountersignException failure) {
        progress.warn(failure.problem().found());
        try {
            String state = takeBack(operation);
            from.journal()
                    .append(new LedgerEvent.Failed(
                            operation,
                            failure.code().code(),
                            failure.problem().found(),
                            state,
                            from.database().fingerprint()));
            return failure.withState(state);
        } catch (CountersignException undoing) {
            return Undo.bothFailed(from, "Taking the switch back", failure, undoing);
        }
    }

    /**
     * Leaves the slot live that was; can be repeated.
     *
     * @return what is there now, a sentence
     */
    String takeBack(String operation) {
        progress.info("Taking the switch back to slot " + fromSlot.name());
        pointer().point(fromSlot);
        if (!slots.sharesDatabase()) {
            handover.takeBack(operation);
        }
        slots.afterSwitch().ifPresent(line -> hook("after-switch", line, fromSlot));
        return "Slot " + fromSlot.name() + " of " + from.name() + " is live, as before.";
    }

    private SlotPointer pointer() {
        return new SlotPointer(slots);
    }

    private void hook(String purpose, String line, Slot live) {
        new ServiceCommand()
                .run(
                        purpose,
                        line,
                        slots.directory(),
                        slots.timeout(),
                        Map.of(
                                "COUNTERSIGN_STAGE", from.stage().name(),
                                "COUNTERSIGN_TARGET", from.target().name(),
                                "COUNTERSIGN_FROM", slots.other(live).name(),
                                "COUNTERSIGN_TO", live.name()),
                        progress);
    }
}
