package io.countersign.deploy;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.Freezer;
import io.countersign.ledger.Journal;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
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

    /** @throws CountersignException FREEZE_REFUSED where the database cannot be closed; nothing was done */
    public void requirePossible() {
        site.database().freezer().obstacle(policy()).ifPresent(obstacle -> {
            throw CountersignException.problem(ProblemCode.FREEZE_REFUSED)
                    .found("The database of slot %s cannot be closed for writers: %s", slot, obstacle.found())
                    .remedy("%s Or let both slots share one database.", obstacle.remedy())
                    .build();
        });
    }

    /** Returns when nobody can write any more; does nothing where it is closed already. */
    public void close(String operation) {
        if (isClosed()) {
            return;
        }
        requirePossible();
        Freezer freezer = site.database().freezer();
        FreezePolicy policy = policy();
        progress.info("Closing the database of slot " + slot + ": " + FreezePolicy.effect(policy.mode()));
        FreezeMeasures measures = freezer.measures(policy);
        journal.append(new LedgerEvent.SlotClosed(operation, slot, measures));
        freezer.impose(measures);
        new Vacating(site, progress).await(freezer, policy);
    }

    /**
     * Lets writers in again; does nothing where it is open.
     *
     * @throws CountersignException FREEZE_NOT_LIFTED
     */
    public void open(String operation) {
        Optional<LedgerHistory.Entry> closed = new SlotRecords(journal.history()).closed(slot);
        if (closed.isEmpty()) {
            return;
        }
        progress.info("Opening the database of slot " + slot);
        try {
            site.database()
                    .freezer()
                    .lift(((LedgerEvent.SlotClosed) closed.get().record().event()).measures());
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
        progress.info("Opened: others can write to slot " + slot);
    }

    public boolean isClosed() {
        return new SlotRecords(journal.history()).closed(slot).isPresent();
    }

    /** Reading goes on whatever the stage asks for deployments; who is excepted and how long to wait is the stage's to say. */
    private FreezePolicy policy() {
        FreezePolicy stage = site.stage().freeze();
        return new FreezePolicy(Stage.Freeze.READ_ONLY, stage.sessions(), stage.patience(), stage.except());
    }
}
