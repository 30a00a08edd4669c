package io.countersign.deploy;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.Handover;
import io.countersign.database.WriteBarrier;
import io.countersign.progress.Progress;
import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.Slot;
import java.util.Optional;

/**
 * Which of two slots' databases takes writes, while a switch is being made: never both, and always one of them, wherever the
 * process is killed, as far as the server has the means.
 *
 * <p>At first writers to the live one only wait, by a barrier that falls with this process. Then one statement closes it for
 * good and opens the other one, behind a barrier as well, so that hooks and checks can still be taken back. Where there is no
 * such statement, or no barrier, the one is closed for good before the other one is opened.
 */
final class SlotHandover implements AutoCloseable {
    private final Site from;
    private final Slot fromSlot;
    private final Site to;
    private final Slot toSlot;
    private final Progress progress;
    private Optional<WriteBarrier> before = Optional.empty();
    private Optional<WriteBarrier> behind = Optional.empty();
    private boolean handedOver;

    SlotHandover(Site from, Slot fromSlot, Site to, Slot toSlot, Progress progress) {
        this.from = from;
        this.fromSlot = fromSlot;
        this.to = to;
        this.toSlot = toSlot;
        this.progress = progress;
    }

    /** Returns when nobody can write to the live database any more. */
    void hold(String operation) {
        FreezeMeasures measures = closingFrom().announce(operation);
        before = from.database().barrier(policy(), progress);
        if (before.isEmpty()) {
            closingFrom().impose(measures);
        }
    }

    /**
     * From here on the other database is the one that takes writes, as soon as it is {@link #release released}.
     *
     * @param turn turns the pointer
     */
    void handOver(Runnable turn) {
        FreezeMeasures closing = closingFrom().measures().orElseThrow();
        Optional<FreezeMeasures> opening = closingTo().measures();
        Optional<Handover> handover = before.isEmpty() || opening.isEmpty() ? Optional.empty() : atOnce(from, to);
        if (handover.isPresent()) {
            behind = to.database().barrier(policy(), progress);
        }
        if (behind.isPresent()) {
            handover.get()
                    .run(
                            () -> {
                                turn.run();
                                handedOver = true;
                            },
                            closing,
                            opening.get(),
                            policy(),
                            before.get());
        } else {
            before.ifPresent(barrier -> closingFrom().impose(closing));
            turn.run();
        }
    }

    private Optional<Handover> atOnce(Site closed, Site opened) {
        return policy().sessions() == FreezePolicy.Sessions.END
                ? closed.database().handover(opened.database())
                : Optional.empty();
    }

    /** Lets writers in to the other database. There is no way back from here. */
    void release(String operation) {
        new SlotClosing(to, toSlot.name(), to.journal(), progress).open(operation);
        close();
    }

    /** Lets writers in to the database that was live; nobody has written to the other one. */
    void takeBack(String operation) {
        if (handedOver) {
            giveBack();
        }
        closingFrom().open(operation);
        close();
    }

    /** Nobody could write to the one, for the barrier behind it; nor to the other, for the one before it or the closing. */
    private void giveBack() {
        FreezeMeasures opening = closingFrom().measures().orElseThrow();
        FreezeMeasures closing = closingTo().measures().orElseThrow();
        atOnce(to, from).orElseThrow().run(() -> {}, closing, opening, policy(), behind.orElseThrow());
        handedOver = false;
    }

    /**
     * Whether a switch that was interrupted was made: the database that was live is closed for good, and the other one is open;
     * or nobody has come to that, and the pointer decides.
     */
    boolean wasMade(boolean turned) {
        return closingFrom().holds() && (turned || !closingTo().holds());
    }

    /** Whether others may have written to the other database. */
    boolean mayHaveBeenWrittenTo() {
        return !closingTo().holds();
    }

    private SlotClosing closingFrom() {
        return new SlotClosing(from, fromSlot.name(), from.journal(), progress);
    }

    /** By the ledger of the side that is live: the other one's may be an older one. */
    private SlotClosing closingTo() {
        return new SlotClosing(to, toSlot.name(), from.journal(), progress);
    }

    private FreezePolicy policy() {
        return closingFrom().policy();
    }

    @Override
    public void close() {
        before.ifPresent(WriteBarrier::close);
        before = Optional.empty();
        behind.ifPresent(WriteBarrier::close);
        behind = Optional.empty();
    }
}
