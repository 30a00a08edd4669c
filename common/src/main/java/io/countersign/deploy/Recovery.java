package io.countersign.deploy;

import io.countersign.database.ChangeRunner;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out from ledger and lock what an interrupted operation left, and brings the target to a right state: what was
 * committed is finished, everything else is taken back. The caller holds the lock, so whoever began is gone.
 */
public final class Recovery {
    private final Site site;
    private final ChangeRunner runner;
    private final Clock clock;
    private final Progress progress;

    public Recovery(Site site, ChangeRunner runner, Clock clock, Progress progress) {
        this.site = site;
        this.runner = runner;
        this.clock = clock;
        this.progress = progress;
    }

    /** Whether there is anything to do. */
    public static boolean isNeeded(LedgerHistory history) {
        return isInterrupted(history) || history.freeze().isPresent();
    }

    /** Whether an operation is without an end; a freeze that was left on alone is none. */
    public static boolean isInterrupted(LedgerHistory history) {
        return history.open().isPresent() || history.awaitingActivation().isPresent();
    }

    /**
     * @param changes a release that is at hand; used only where it is the interrupted one, and its application can't be
     *     activated and has to be rolled back by {@code liquibase}
     * @return what was found and done, a sentence; empty where nothing was interrupted
     */
    public Optional<String> run(Optional<ReleaseChanges> changes) {
        Optional<LedgerEvent.Frozen> freeze = site.journal().history().freeze();
        Freeze left = new Freeze(site, progress);
        Optional<String> done = settle(changes);
        left.lift();
        return Stream.of(done, freeze.map(left::lifted))
                .flatMap(Optional::stream)
                .reduce((first, second) -> first + " " + second);
    }

    private Optional<String> settle(Optional<ReleaseChanges> changes) {
        LedgerHistory history = site.journal().history();
        Optional<LedgerHistory.OpenOperation> open = history.open();
        if (open.isPresent()) {
            return Optional.of(takeBack(open.get()));
        }
        return history.awaitingActivation().map(event -> {
            if (event instanceof LedgerEvent.Succeeded done) {
                return finish(done, changes);
            }
            new Rollback(site, runner, clock, progress).activateFormer((LedgerEvent.RolledBack) event);
            return "The rollback was finished: the former application is live.";
        });
    }

    private String finish(LedgerEvent.Succeeded done, Optional<ReleaseChanges> changes) {
        progress.info(
                "Finishing " + done.operation() + ": the database was committed, the application was not activated");
        new Activation(site, clock, runner, progress)
                .complete(done, changes.flatMap(given -> given.of(done.release())));
        return "The deployment of " + done.release().title() + " was finished: its application is live.";
    }

    private String takeBack(LedgerHistory.OpenOperation open) {
        LedgerEvent.Started started = open.started();
        progress.info("Recovering " + site.name() + " from " + started.operation() + ", begun "
                + open.record().at() + " by " + open.record().by());
        return switch (started.action()) {
            case DEPLOY -> undoDeployment(open);
            case ROLLBACK -> resumeRollback(started);
            case RESTORE -> new Restoration(site, clock, progress).resume(open);
            case SWITCH -> new SlotRecovery(site, progress).run(started);
        };
    }

    private String undoDeployment(LedgerHistory.OpenOperation open) {
        Undo.Outcome outcome = new Undo(site, progress).undo(open.started(), open.backup());
        site.journal()
                .append(new LedgerEvent.Recovered(open.started().operation(), outcome.state(), outcome.fingerprint()));
        Retention.applyToApplications(site, progress);
        return "The interrupted operation " + open.started().operation() + " was taken back. " + outcome.state();
    }

    private String resumeRollback(LedgerEvent.Started started) {
        LedgerHistory.Deployed deployed = site.journal()
                .history()
                .lastDeployment()
                .filter(candidate ->
                        started.undoes().equals(Optional.of(candidate.event().operation())))
                .orElseThrow(() -> CountersignException.problem(ProblemCode.DEPLOYMENT_INTERRUPTED)
                        .found("The rollback %s names a deployment that no longer stands.", started.operation())
                        .remedy("Compare countersign:history with the receipts.")
                        .build());
        if (started.transactional()) {
            site.database().rollback();
            Undo.Outcome outcome = new Undo(site, progress).undo(started, Optional.empty());
            site.journal()
                    .append(new LedgerEvent.Recovered(started.operation(), outcome.state(), outcome.fingerprint()));
            return "The interrupted rollback left nothing behind. " + outcome.state();
        }
        return new Rollback(site, runner, clock, progress)
                .resume(started, deployed)
                .state();
    }
}
