package io.countersign.deploy;

import io.countersign.database.ChangeRunner;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
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
            site.application()
                    .ifPresent(application -> application.activate(
                            ApplicationDeployer.folderName(
                                    done.release().version(), done.release().digest()),
                            progress));
            new SmokeChecks(site.stage().smokeChecks()).runHttp(progress);
        } catch (CountersignException e) {
            throw takenBack(e, changes);
        }
        if (done.activates()) {
            site.journal()
                    .append(new LedgerEvent.Activated(
                            done.operation(),
                            site.application()
                                    .map(application -> application.directory().toString())
                                    .orElse("")));
        }
        site.application().ifPresent(ApplicationDeployer::prune);
    }

    private CountersignException takenBack(CountersignException failure, Optional<ChangeRunner.Source> changes) {
        progress.warn(failure.problem().found());
        try {
            RollbackOutcome outcome = new Rollback(site, runner, clock, progress).run(changes, Rollback.Consent.GIVEN);
            return failure.withState(outcome.state());
        } catch (CountersignException undoing) {
            CountersignException both = failure.withState(
                    "Rolling back failed too: " + undoing.problem().text());
            both.addSuppressed(undoing);
            return both;
        }
    }
}
