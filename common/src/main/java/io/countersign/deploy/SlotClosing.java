package io.countersign.deploy;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.Freezer;
import io.countersign.ledger.Journal;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.SlotRecords;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.Stage;
import java.util.Optional;

/**
 * Keeps others from writing to the database of one slot. The ledger that tells of it is the live slot's, also where the
 * database is the other one's: it is told before anything is taken away and after everything was given back.
 */
public final class SlotClosing {
    private final Site site;
    private final String slot;
    private final Journal journal;
    private final Progress progress;

    /**
     * @param site whose database is closed and opened
     * @param slot its name
     * @param journal of the live slot
     */
    public SlotClosing(Site site, String slot, Journal journal, Progress progress) {
        this.site = site;
        this.slot = slot;
        this.journal = journal;
        this.progress = progress;
    }

    /** @throws CountersignException FREEZE_REFUSED where it is open and cannot be closed; nothing was done */
    public void requirePossible() {
        if (isClosed()) {
            return;
        }
        site.database().freezer().obstacle(policy()).ifPresent(obstacle -> {
            throw CountersignException.problem(ProblemCode.FREEZE_REFUSED)
                    .found("The database of slot %s cannot be closed for writers: %s", slot, obstacle.found())
                    .remedy("%s Or let both slots share one database.", obstacle.remedy())
                    .build();
        });
    }

    /** Returns when nobody can write any more; does nothing where it is closed already. */
    public void close(String operation) {
        if (!isClosed()) {
            impose(announce(operation));
        }
    }

    /** Tells the ledger what will be taken away. */
    FreezeMeasures announce(String operation) {
        requirePossible();
        FreezeMeasures measures = site.database().freezer().measures(policy());
        progress.info("Closing the database of slot " + slot + ": " + FreezePolicy.effect(measures.mode()));
        journal.append(new LedgerEvent.SlotClosed(operation, slot, measures));
        return measures;
    }

    /** Takes it away, from those who are there and from those to come. */
    void impose(FreezeMeasures measures) {
        Freezer freezer = site.database().freezer();
        freezer.impose(measures);
        new Vacating(site, progress).await(freezer, policy());
    }

    /** What was taken away, by the ledger. */
    Optional<FreezeMeasures> measures() {
        return new SlotRecords(journal.history())
                .closed(slot)
                .map(entry -> ((LedgerEvent.SlotClosed) entry.record().event()).measures());
    }

    /** Whether it is taken away, by the database itself. */
    boolean holds() {
        return measures().filter(site.database().freezer()::holds).isPresent();
    }

    /**
     * Lets writers in again; does nothing where it is open.
     *
     * @throws CountersignException FREEZE_NOT_LIFTED
     */
    public void open(String operation) {
        Optional<FreezeMeasures> measures = measures();
        if (measures.isEmpty()) {
            return;
        }
        progress.info("Opening the database of slot " + slot);
        boolean closed = holds();
        try {
            site.database().freezer().lift(measures.get());
            journal.append(new LedgerEvent.SlotOpened(operation, slot));
        } catch (CountersignException e) {
            throw CountersignException.problem(ProblemCode.FREEZE_NOT_LIFTED)
                    .found(
                            "The database of slot %s could not be opened for writers: %s",
                            slot, e.problem().found())
                    .remedy("Mend the cause and run countersign:recover.")
                    .state("%s", "Others can only read " + site.name() + "; its ledger says so.")
                    .causedBy(e);
        }
        if (closed) {
            Vacating.renew(site, policy(), progress);
        }
        progress.info("Opened: others can write to slot " + slot);
    }

    boolean isClosed() {
        return new SlotRecords(journal.history()).closed(slot).isPresent();
    }

    /** Reading goes on whatever the stage asks for deployments; who is excepted and how long to wait is the stage's to say. */
    FreezePolicy policy() {
        FreezePolicy stage = site.stage().deployment().freeze();
        return new FreezePolicy(Stage.Freeze.READ_ONLY, stage.sessions(), stage.patience(), stage.except());
    }
}
