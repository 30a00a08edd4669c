package io.countersign.deploy;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.Freezer;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.Stage;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps others out of a target, or from writing to it. The ledger is told before anything is taken from them and after
 * everything was given back, so that a freeze that a kill left on is known to whoever comes next.
 */
public final class Freeze {
    private final Site site;
    private final Progress progress;

    public Freeze(Site site, Progress progress) {
        this.site = site;
        this.progress = progress;
    }

    /**
     * Does something while others are kept out as the stage asks; they are let in again however it ends. A target without a
     * ledger, where nobody could know of a freeze that a kill leaves, is not frozen.
     *
     * @param operation its id
     */
    public <T> T during(String operation, Supplier<T> work) {
        if (site.stage().deployment().freeze().isNone()
                || site.journal().history().isEmpty()) {
            return work.get();
        }
        T result;
        try {
            begin(operation);
            result = work.get();
        } catch (RuntimeException e) {
            throw Uninterrupted.get(() -> lifted(e));
        }
        site.journal().reread();
        lift();
        return result;
    }

    private RuntimeException lifted(RuntimeException failure) {
        try {
            site.database().rollback();
            site.journal().reread();
            lift();
        } catch (CountersignException e) {
            failure.addSuppressed(e);
            progress.warn(e.problem().text());
        }
        return failure;
    }

    /**
     * Freezes as the stage asks, for a way back that the ledger knows has begun. A freeze that is on already goes on.
     *
     * @throws CountersignException FREEZE_REFUSED, when nothing is frozen and the ledger knows that the operation has ended
     */
    void beginWayBack(LedgerEvent.Started started) {
        if (site.stage().deployment().freeze().isNone()
                || site.journal().history().freeze().isPresent()) {
            return;
        }
        try {
            begin(started.operation());
        } catch (CountersignException e) {
            throw new Undo(site, progress).abandoned(started, e);
        }
    }

    /**
     * Freezes as the stage asks, and returns when it holds.
     *
     * @param operation that it is for
     * @throws CountersignException FREEZE_REFUSED where others cannot be kept out, or do not leave; the caller lifts then
     */
    void begin(String operation) {
        FreezePolicy policy = site.stage().deployment().freeze();
        Freezer freezer = site.database().freezer();
        freezer.obstacle(policy).ifPresent(obstacle -> {
            throw CountersignException.problem(ProblemCode.FREEZE_REFUSED)
                    .found("%s", obstacle.found())
                    .remedy("%s", obstacle.remedy())
                    .build();
        });
        progress.info("Freezing " + site.name() + ": " + FreezePolicy.effect(policy.mode()));
        FreezeMeasures measures = freezer.measures(policy);
        TargetDatabase database = site.database();
        if (database.transactionalDdl()) {
            database.begin();
        }
        site.journal().append(new LedgerEvent.Frozen(operation, measures));
        freezer.impose(measures);
        site.requireLock();
        database.commit();
        new Vacating(site, progress).await(freezer, policy);
        progress.info("Frozen: " + FreezePolicy.effect(policy.mode()));
    }

    /**
     * Lifts the freeze that the ledger knows of; does nothing where it knows none.
     *
     * @throws CountersignException FREEZE_NOT_LIFTED
     */
    void lift() {
        site.journal().history().freeze().ifPresent(this::lift);
    }

    /**
     * As {@link #lift()}, for what a killed operation left.
     *
     * @return what was lifted, a sentence
     */
    public Optional<String> liftLeft() {
        Optional<LedgerEvent.Frozen> freeze = site.journal().history().freeze();
        lift();
        return freeze.map(this::lifted);
    }

    String lifted(LedgerEvent.Frozen freeze) {
        return "The freeze of " + site.name() + " ("
                + FreezePolicy.word(freeze.measures().mode()) + ") that " + freeze.operation()
                + " had left on was lifted.";
    }

    private void lift(LedgerEvent.Frozen freeze) {
        progress.info("Lifting the freeze of " + site.name());
        TargetDatabase database = site.database();
        try {
            if (database.transactionalDdl()) {
                database.begin();
            }
            database.freezer().lift(freeze.measures());
            site.journal().append(new LedgerEvent.Unfrozen(freeze.operation()));
            database.commit();
        } catch (CountersignException e) {
            throw notLifted(e);
        }
        renew(freeze);
        progress.info("Lifted: others can go on");
    }

    /** What holds is lifted; whoever stays read-only until they connect anew is worth a word, not a failure. */
    private void renew(LedgerEvent.Frozen freeze) {
        FreezePolicy policy = site.stage().deployment().freeze();
        if (freeze.measures().mode() == Stage.Freeze.READ_ONLY) {
            Vacating.renew(site, policy, progress);
        }
    }

    private CountersignException notLifted(CountersignException cause) {
        return CountersignException.problem(ProblemCode.FREEZE_NOT_LIFTED)
                .found(
                        "The freeze of %s could not be lifted: %s",
                        site.name(), cause.problem().found())
                .remedy("Mend the cause and run countersign:recover.")
                .state("%s", "Others are still kept out of " + site.name() + "; its ledger says so.")
                .causedBy(cause);
    }
}
