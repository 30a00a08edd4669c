package io.countersign.deploy;

import io.countersign.database.Backup;
import io.countersign.database.ChangeRunner;
import io.countersign.database.Fingerprint;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.AppliedChangeset;
import io.countersign.ledger.Attachment;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.SlotRecords;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.Stage;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Takes the last deployment back, database and application together, in the way that the stage names. */
public final class Rollback {
    private final Site site;
    private final ChangeRunner runner;
    private final Clock clock;
    private final Progress progress;
    private final Undo undo;

    public Rollback(Site site, ChangeRunner runner, Clock clock, Progress progress) {
        this.site = site;
        this.runner = runner;
        this.clock = clock;
        this.progress = progress;
        this.undo = new Undo(site, progress);
    }

    /** Whether the one who asks has agreed that data written since the deployment is lost by a restore. */
    public enum Consent {
        GIVEN,
        NOT_GIVEN
    }

    /**
     * Keeps others out meanwhile, as the stage asks.
     *
     * @param changes the changelogs of the release that is taken back; needed for the way {@code liquibase} only
     */
    public RollbackOutcome run(Optional<ChangeRunner.Source> changes, Consent consent) {
        return run(changes, consent, true);
    }

    /**
     * Takes back what has just been deployed. Whether others are kept out was decided for the deployment: where they were, and
     * its application does not come up, nothing more that can be refused may stand in the way.
     */
    RollbackOutcome runAtOnce(Optional<ChangeRunner.Source> changes) {
        return run(changes, Consent.GIVEN, false);
    }

    private RollbackOutcome run(Optional<ChangeRunner.Source> changes, Consent consent, boolean freeze) {
        LedgerHistory.Deployed deployed = site.journal()
                .history()
                .lastDeployment()
                .orElseThrow(() -> CountersignException.problem(ProblemCode.NOTHING_TO_ROLL_BACK)
                        .found("No deployment that still stands is recorded in the ledger of %s.", site.name())
                        .remedy(
                                "Look at countersign:history; a baseline and a restore on request can't be rolled back.")
                        .build());
        requireDeployedInPlace(deployed);
        Way way = way(deployed, changes, consent);
        LedgerEvent.Started started = new LedgerEvent.Started(
                OperationId.next(clock),
                LedgerEvent.Action.ROLLBACK,
                site.stage().name(),
                site.target().name(),
                Optional.of(deployed.event().release()),
                site.database().fingerprint(),
                way != Way.RESTORE,
                Optional.of(deployed.event().operation()));
        site.journal().append(started);
        if (freeze) {
            new Freeze(site, progress).beginWayBack(started);
        }
        return finish(started, deployed, way, changes);
    }

    private void requireDeployedInPlace(LedgerHistory.Deployed deployed) {
        boolean switched = new SlotRecords(site.journal().history())
                .intent(deployed.event().operation())
                .isPresent();
        if (switched) {
            throw CountersignException.problem(ProblemCode.SLOT_REFUSED)
                    .found(
                            "%s went live on %s by a switch of slots.",
                            deployed.event().release().title(), site.name())
                    .expected("a release that was deployed in place.")
                    .remedy("Use countersign:ab-back.")
                    .build();
        }
    }

    /** Goes on with a rollback that a kill interrupted: restoring is repeatable. */
    RollbackOutcome resume(LedgerEvent.Started started, LedgerHistory.Deployed deployed) {
        return finish(started, deployed, started.transactional() ? Way.NOTHING : Way.RESTORE, Optional.empty());
    }

    private enum Way {
        /** No changeset ran, so only the application goes back. */
        NOTHING,
        LIQUIBASE,
        RESTORE
    }

    private Way way(LedgerHistory.Deployed deployed, Optional<ChangeRunner.Source> changes, Consent consent) {
        if (deployed.event().changesets() == 0) {
            return Way.NOTHING;
        }
        if (site.stage().deployment().wayBack() == Stage.WayBack.LIQUIBASE
                && site.database().transactionalDdl()) {
            if (changes.isEmpty()) {
                throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                        .found(
                                "The way back of %s is liquibase, and the release to take back was not given.",
                                site.name())
                        .expected("the file of %s.", deployed.event().release().title())
                        .remedy("Name it by -Dcountersign.release=FILE.")
                        .build();
            }
            return Way.LIQUIBASE;
        }
        Backup backup = deployed.backup()
                .orElseThrow(() -> CountersignException.problem(ProblemCode.BACKUP_MISSING)
                        .found(
                                "No backup was made before %s.",
                                deployed.event().release().title())
                        .remedy("Take the change back by a new release.")
                        .build());
        if (consent == Consent.NOT_GIVEN) {
            throw CountersignException.problem(ProblemCode.CONSENT_MISSING)
                    .found(
                            "Rolling back restores the backup of %s; whatever was written to %s since then would be lost.",
                            deployed.event().startedAt(), site.name())
                    .expected("your consent.")
                    .remedy("Repeat with -Dcountersign.acceptDataLoss=true once nobody needs what was written since.")
                    .build();
        }
        progress.info("Going back by the backup " + backup.location());
        return Way.RESTORE;
    }

    private RollbackOutcome finish(
            LedgerEvent.Started started,
            LedgerHistory.Deployed deployed,
            Way way,
            Optional<ChangeRunner.Source> changes) {
        LedgerEvent.RolledBack event;
        try {
            event = switch (way) {
                case RESTORE -> byRestore(started, deployed);
                case LIQUIBASE -> byLiquibase(started, deployed, changes.orElseThrow());
                case NOTHING -> withoutChangesets(started, deployed);
            };
        } catch (CountersignException e) {
            throw way == Way.RESTORE && !(Undo.isWithoutBackup(e) && isAsBegun(started))
                    ? e.withState(site.name()
                            + " may be between two states. Run countersign:recover once the cause is mended.")
                    : undo.abandoned(started, e);
        }
        try {
            activateFormer(event);
            new Freeze(site, progress).lift();
        } catch (CountersignException e) {
            throw e.withState("The database of " + site.name()
                    + " was rolled back; its former application is not live, or others are still kept out."
                    + " Run countersign:recover once the cause is mended.");
        }
        return new RollbackOutcome(
                deployed.event().release(),
                event,
                site.name() + " is at "
                        + event.release().map(ReleaseReference::title).orElse("the state before its first release")
                        + " again, verified by its schema.");
    }

    /** A restore that was interrupted and goes on may have changed something before. */
    private boolean isAsBegun(LedgerEvent.Started started) {
        return site.database().fingerprint().equals(started.before());
    }

    /** Only the application and configuration data go back. */
    private LedgerEvent.RolledBack withoutChangesets(LedgerEvent.Started started, LedgerHistory.Deployed deployed) {
        site.database().begin();
        new ConfigurationChange(site, progress).takeBack(deployed.event().operation());
        LedgerEvent.RolledBack event = record(started, deployed, site.database().fingerprint(), "none");
        site.requireLock();
        site.database().commit();
        return event;
    }

    private LedgerEvent.RolledBack byRestore(LedgerEvent.Started started, LedgerHistory.Deployed deployed) {
        Backup backup = deployed.backup().orElseThrow();
        undo.restore(backup);
        return record(started, deployed, backup.fingerprint(), "restore");
    }

    private LedgerEvent.RolledBack byLiquibase(
            LedgerEvent.Started started, LedgerHistory.Deployed deployed, ChangeRunner.Source changes) {
        TargetDatabase database = site.database();
        Attachment attachment =
                site.journal().ledger().attachment(deployed.entry().record()).orElseThrow();
        undo.begin();
        new ConfigurationChange(site, progress).takeBack(deployed.event().operation());
        runner.rollBack(
                database,
                changes,
                attachment.applied().stream().map(AppliedChangeset::id).toList(),
                progress);
        Fingerprint now = database.fingerprint();
        if (!now.equals(deployed.event().before())) {
            List<String> differences = differences(deployed);
            throw CountersignException.problem(ProblemCode.ROLLBACK_INCOMPLETE)
                    .found(
                            "The rollbacks led to schema %s%s.",
                            now.digest().abbreviated(),
                            differences.isEmpty() ? "" : ": " + String.join(", ", differences))
                    .expected(
                            "schema %s, as before the deployment.",
                            deployed.event().before().digest().abbreviated())
                    .remedy("Mend the rollback of the changesets, or go back by way-back: restore.")
                    .build();
        }
        LedgerEvent.RolledBack event = record(started, deployed, now, "liquibase");
        site.requireLock();
        database.commit();
        return event;
    }

    private List<String> differences(LedgerHistory.Deployed deployed) {
        return site.journal().history().entries().stream()
                .filter(entry ->
                        entry.record().seq() < deployed.entry().record().seq())
                .flatMap(entry -> site.journal().ledger().attachment(entry.record()).stream())
                .reduce((first, second) -> second)
                .map(before -> site.database().inventory().differencesFrom(before.inventory()))
                .orElse(List.of());
    }

    private LedgerEvent.RolledBack record(
            LedgerEvent.Started started, LedgerHistory.Deployed deployed, Fingerprint fingerprint, String way) {
        LedgerHistory.Standing before = site.journal()
                .history()
                .standingBefore(deployed.entry().record().seq());
        LedgerEvent.RolledBack event = new LedgerEvent.RolledBack(
                started.operation(),
                deployed.event().operation(),
                before.release(),
                before.version(),
                fingerprint,
                way,
                deployed.event().activates());
        site.journal().append(event);
        return event;
    }

    /** Puts the application back that belongs to what the target is at again. */
    void activateFormer(LedgerEvent.RolledBack event) {
        if (!event.activates()) {
            return;
        }
        Optional<String> former =
                event.release().map(release -> ApplicationDeployer.folderName(release.version(), release.digest()));
        site.application().ifPresent(application -> switchBack(application, former));
        site.journal()
                .append(new LedgerEvent.Activated(
                        event.operation(),
                        site.application()
                                .map(application -> application.directory().toString())
                                .orElse("")));
    }

    private void switchBack(ApplicationDeployer application, Optional<String> former) {
        if (application.current().equals(former)) {
            return;
        }
        if (former.isPresent() && application.isStaged(former.get())) {
            application.activate(former.get(), new Freeze(site, progress)::lift, progress);
        } else if (former.isEmpty()) {
            application.deactivate(progress);
        } else {
            throw CountersignException.problem(ProblemCode.APPLICATION_FAILED)
                    .found("The former application %s is no longer in %s.", former.get(), application.directory())
                    .remedy(
                            "Unpack it there from its release and switch the link, and keep more releases by application.keep.")
                    .state("%s", "The database of " + site.name() + " was rolled back; the application was not.")
                    .build();
        }
    }
}
