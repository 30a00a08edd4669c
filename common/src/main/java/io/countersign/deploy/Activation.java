package io.countersign.deploy;

import io.countersign.database.ChangeRunner;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.time.Clock;
import java.util.Optional;

/**
 * The part of a deployment behind the commit: the application goes live and is looked at. Where it does not come up, the
 * whole deployment is rolled back, database and application together.
 */
final class Activation {
    private final Site site;
    private final Clock clock;
    private final ChangeRunner runner;
    private final Progress progress;

    Activation(Site site, Clock clock, ChangeRunner runner, Progress progress) {
        this.site = site;
        this.clock = clock;
        this.runner = runner;
        this.progress = progress;
    }

    /** @param changes the changelogs of the release, for the way back */
    void complete(LedgerEvent.Succeeded done, Optional<ChangeRunner.Source> changes) {
        try {
            activate(ApplicationDeployer.folderName(
                    done.release().version(), done.release().digest()));
            new SmokeChecks(site.stage().deployment().smokeChecks()).runHttp(progress);
        } catch (CountersignException e) {
            throw e.code() == ProblemCode.FREEZE_NOT_LIFTED ? e : takenBack(done, e, changes);
        } catch (RuntimeException e) {
            throw takenBack(done, Deployment.internal(e), changes);
        }
        if (done.activates()) {
            site.journal()
                    .append(new LedgerEvent.Activated(
                            done.operation(),
                            site.application()
                                    .map(application -> application.directory().toString())
                                    .orElse("")));
        }
        Retention.applyToApplications(site, progress);
    }

    /** The former application has nothing to do with the new database any more, and the new one has to be able to write. */
    private void activate(String folder) {
        Freeze freeze = new Freeze(site, progress);
        site.application()
                .ifPresentOrElse(application -> application.activate(folder, freeze::lift, progress), freeze::lift);
        site.slots().ifPresent(pair -> pair.pointer().establish());
    }

    private CountersignException takenBack(
            LedgerEvent.Succeeded done, CountersignException failure, Optional<ChangeRunner.Source> changes) {
        return Uninterrupted.get(() -> takenBackWholly(done, failure, changes));
    }

    private CountersignException takenBackWholly(
            LedgerEvent.Succeeded done, CountersignException failure, Optional<ChangeRunner.Source> changes) {
        boolean last = site.journal()
                .history()
                .lastDeployment()
                .filter(deployed -> deployed.event().operation().equals(done.operation()))
                .isPresent();
        if (!last) {
            return failure.orState("The application of " + done.release().title() + " is not live on " + site.name()
                    + "; its database is at another release, and was left alone.");
        }
        progress.warn(failure.problem().found());
        try {
            RollbackOutcome outcome = new Rollback(site, runner, clock, progress).runAtOnce(changes);
            new Freeze(site, progress).lift();
            return failure.withState(outcome.state());
        } catch (CountersignException undoing) {
            return Undo.bothFailed(site, "Rolling back", failure, undoing);
        }
    }
}
