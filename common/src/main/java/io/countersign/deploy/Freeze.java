package io.countersign.deploy;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.Freezer;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.FreezePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps others out of a target, or from writing to it. The ledger is told before anything is taken from them and after
 * everything was given back, so that a freeze that a kill left on is known to whoever comes next.
 */
public final class Freeze {
    private static final Duration REST = Duration.ofMillis(200);

    /** Sessions that are ended come back at most as often as their application tries in this time. */
    private static final Duration EVICTION = Duration.ofSeconds(10);

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
        if (site.stage().freeze().isNone() || site.journal().history().isEmpty()) {
            return work.get();
        }
        T result;
        try {
            begin(operation);
            result = work.get();
        } catch (RuntimeException e) {
            liftBehind(e);
            throw e;
        }
        site.journal().reread();
        lift();
        return result;
    }

    private void liftBehind(RuntimeException failure) {
        // whoever asked to stop wants others to be let in again
        boolean asked = Thread.interrupted();
        try {
            site.database().rollback();
            site.journal().reread();
            lift();
        } catch (CountersignException e) {
            failure.addSuppressed(e);
            progress.warn(e.problem().text());
        } finally {
            if (asked) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Freezes as the stage asks, for a way back that the ledger knows has begun. A freeze that is on already goes on.
     *
     * @throws CountersignException FREEZE_REFUSED, when nothing is frozen and the ledger knows that the operation has ended
     */
    void beginWayBack(LedgerEvent.Started started) {
        if (site.stage().freeze().isNone() || site.journal().history().freeze().isPresent()) {
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
        FreezePolicy policy = site.stage().freeze();
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
        empty(freezer, policy);
        progress.info("Frozen: " + FreezePolicy.effect(policy.mode()));
    }

    private void empty(Freezer freezer, FreezePolicy policy) {
        List<String> inside = freezer.inside(policy);
        if (inside.isEmpty()) {
            return;
        }
        progress.info(inside.size() + " sessions are still inside: " + String.join(", ", inside));
        inside = untilEmpty(freezer, policy, policy.patience(), false);
        if (!inside.isEmpty() && policy.sessions() == FreezePolicy.Sessions.END) {
            progress.info("Ending " + inside.size() + " sessions");
            inside = untilEmpty(freezer, policy, EVICTION, true);
        }
        if (!inside.isEmpty()) {
            throw CountersignException.problem(ProblemCode.FREEZE_REFUSED)
                    .found("%d sessions do not leave %s: %s.", inside.size(), site.name(), String.join(", ", inside))
                    .expected("a target that nobody works on any more.")
                    .remedy(
                            "%s",
                            policy.sessions() == FreezePolicy.Sessions.END
                                    ? "Stop the application; or let it connect as somebody who is neither the one who deploys"
                                            + " nor a superuser; or name it under freeze.except."
                                    : "Stop the application, allow more patience, or set sessions: end.")
                    .build();
        }
    }

    private List<String> untilEmpty(Freezer freezer, FreezePolicy policy, Duration patience, boolean evict) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            if (evict) {
                freezer.evict(policy);
            }
            List<String> inside = freezer.inside(policy);
            if (inside.isEmpty() || System.nanoTime() >= end) {
                return inside;
            }
            rest();
        }
    }

    private void rest() {
        try {
            Thread.sleep(REST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("Waiting for the sessions of %s was interrupted.", site.name())
                    .remedy("Repeat the command.")
                    .causedBy(e);
        }
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
        progress.info("Lifted: others can go on");
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
