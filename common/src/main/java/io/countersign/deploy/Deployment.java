package io.countersign.deploy;

import io.countersign.database.Backup;
import io.countersign.database.BackupMethod;
import io.countersign.database.ChangeRunner;
import io.countersign.database.Fingerprint;
import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.database.configuration.TableChanges;
import io.countersign.gate.ClearedRelease;
import io.countersign.ledger.AppliedChangeset;
import io.countersign.ledger.Attachment;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Moves one cleared release into one target whose lock is held. Read {@link #run} to see the order; each step either
 * leaves the target as it was or is taken back by {@link Undo}, here or, after a kill, by {@link Recovery}.
 */
public final class Deployment {
    private final Site site;
    private final ChangeRunner runner;
    private final Clock clock;
    private final String tool;
    private final Progress progress;
    private final ConfigurationSource configuration;
    private final Undo undo;

    public Deployment(Site site, ChangeRunner runner, Clock clock, String tool, Progress progress) {
        this(site, runner, clock, tool, progress, ConfigurationSource.RELEASE);
    }

    public Deployment(
            Site site,
            ChangeRunner runner,
            Clock clock,
            String tool,
            Progress progress,
            ConfigurationSource configuration) {
        this.site = site;
        this.runner = runner;
        this.clock = clock;
        this.tool = tool;
        this.progress = progress;
        this.configuration = configuration;
        this.undo = new Undo(site, progress);
    }

    /**
     * @param changes the release's changelogs
     * @param pending what the gate saw
     * @param inventory the schema as the gate saw it, under the lock that is still held
     * @throws CountersignException with the state that was left at the end of its message
     */
    public DeploymentOutcome run(
            ClearedRelease cleared,
            Optional<ChangeRunner.Source> changes,
            ChangeRunner.Pending pending,
            SchemaInventory inventory) {
        LedgerHistory.Entry entry = commit(cleared, changes, pending, inventory, freezes(cleared));
        LedgerEvent.Succeeded done = (LedgerEvent.Succeeded) entry.record().event();
        try {
            new Activation(site, clock, runner, progress).complete(done, changes);
            Retention.apply(site, progress);
            return new DeploymentOutcome(site.journal().receipt(entry), false);
        } catch (CountersignException e) {
            throw e.orState(behindTheCommit(done.release()));
        }
    }

    /**
     * As {@link #run}, up to the commit: for a copy that is to take a target's place. Its application is put in place beside
     * the live one, and {@link Recovery} lets it go live once the copy is the target.
     */
    public LedgerEvent.Succeeded runInDatabase(
            ClearedRelease cleared,
            Optional<ChangeRunner.Source> changes,
            ChangeRunner.Pending pending,
            SchemaInventory inventory) {
        return (LedgerEvent.Succeeded)
                commit(cleared, changes, pending, inventory, false).record().event();
    }

    private LedgerHistory.Entry commit(
            ClearedRelease cleared,
            Optional<ChangeRunner.Source> changes,
            ChangeRunner.Pending pending,
            SchemaInventory inventory,
            boolean freeze) {
        LedgerEvent.Started started = begin(cleared, pending, inventory.fingerprint());
        Optional<Backup> backup = orUndone(started, Optional.empty(), () -> {
            if (freeze) {
                new Freeze(site, progress).begin(started.operation());
            }
            Optional<Backup> made = backUp(started, pending);
            stageApplication(cleared);
            return made;
        });
        return orUndone(started, backup, () -> applyAndCommit(cleared, changes, pending, started));
    }

    /** @param backup to be restored where it fails; empty as long as nothing was changed that a restore could take back */
    private <T> T orUndone(LedgerEvent.Started started, Optional<Backup> backup, Supplier<T> step) {
        try {
            return step.get();
        } catch (CountersignException e) {
            throw undone(started, backup, e);
        } catch (RuntimeException e) {
            throw undone(started, backup, internal(e));
        }
    }

    /** An exception that lifts the check allows to go on without. */
    private boolean freezes(ClearedRelease cleared) {
        return !site.stage().deployment().freeze().isNone()
                && cleared.lifted().stream().noneMatch(lifted -> lifted.check().equals("freeze"));
    }

    private LedgerEvent.Started begin(ClearedRelease cleared, ChangeRunner.Pending pending, Fingerprint before) {
        ReleaseReference release = ReleaseReference.of(cleared.release().release());
        progress.info("Deploying " + release.title() + " to " + site.name());
        site.journal().ledger().create();
        PolicyPin.ensure(site, cleared);
        LedgerEvent.Started started = new LedgerEvent.Started(
                OperationId.next(clock),
                LedgerEvent.Action.DEPLOY,
                site.stage().name(),
                site.target().name(),
                Optional.of(release),
                before,
                site.database().transactionalDdl() && pending.transactional(),
                Optional.empty());
        site.journal().append(started);
        return started;
    }

    private Optional<Backup> backUp(LedgerEvent.Started started, ChangeRunner.Pending pending) {
        if (site.backup().isEmpty() || pending.pending().isEmpty()) {
            return Optional.empty();
        }
        BackupMethod method = site.backup().get();
        progress.info("Backing up " + site.name() + " by " + method.name());
        Backup backup = method.make(site.database(), started.operation(), progress);
        if (site.stage().deployment().backup().testRestore()) {
            progress.info("Proving the backup by a restore elsewhere");
            method.testRestore(site.database(), backup, progress);
        }
        site.journal().append(new LedgerEvent.BackedUp(started.operation(), backup));
        return Optional.of(backup);
    }

    private void stageApplication(ClearedRelease cleared) {
        site.application()
                .ifPresent(application -> application.stage(cleared.release().release(), progress));
    }

    private LedgerHistory.Entry applyAndCommit(
            ClearedRelease cleared,
            Optional<ChangeRunner.Source> changes,
            ChangeRunner.Pending pending,
            LedgerEvent.Started started) {
        TargetDatabase database = site.database();
        String startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        List<AppliedChangeset> applied = apply(changes, pending);
        changeConfiguration(cleared, started);
        progress.info("Verifying the result");
        SchemaInventory after = database.inventory();
        expect(cleared, after.fingerprint());
        new SmokeChecks(site.stage().deployment().smokeChecks()).runSql(database, progress);
        LedgerEvent.Succeeded done = new LedgerEvent.Succeeded(
                started.operation(),
                started.stage(),
                started.target(),
                started.release().orElseThrow(),
                site.journal().history().standing().version(),
                cleared.release().release().manifest().resulting(),
                started.before(),
                after.fingerprint(),
                cleared.policy().digest(),
                cleared.approvers(),
                cleared.lifted(),
                applied.size(),
                startedAt,
                database.product(),
                tool,
                site.application().isPresent());
        LedgerHistory.Entry entry = site.journal().append(done, Optional.of(new Attachment(after, applied)));
        site.journal().requireWhole();
        refuseWhereAskedToStop();
        progress.info("Committing");
        site.requireLock();
        database.commit();
        return entry;
    }

    private void changeConfiguration(ClearedRelease cleared, LedgerEvent.Started started) {
        ConfigurationChange change = new ConfigurationChange(site, progress);
        Optional<ConfigurationSource.Wanted> wanted =
                configuration.wanted(cleared.release().release(), change);
        wanted.ifPresent(data -> {
            List<TableChanges> differences = change.differences(data.content());
            change.reserveNumbers(differences);
            change.apply(
                    started.operation(),
                    data.origin(),
                    cleared.release().release().manifest().resulting(),
                    differences,
                    Optional.empty());
        });
    }

    /** The last moment at which everything can still be taken back. */
    private static void refuseWhereAskedToStop() {
        if (Thread.currentThread().isInterrupted()) {
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("The deployment was asked to stop before it committed.")
                    .remedy("Deploy again.")
                    .build();
        }
    }

    /**
     * Where the database takes DDL back with a transaction, everything from here to the commit is one. Elsewhere each
     * changeset commits by itself, as in Liquibase, and only the ledger's record has a transaction of its own.
     */
    private List<AppliedChangeset> apply(Optional<ChangeRunner.Source> changes, ChangeRunner.Pending pending) {
        TargetDatabase database = site.database();
        if (database.transactionalDdl()) {
            undo.begin();
        }
        List<AppliedChangeset> applied = List.of();
        if (changes.isPresent() && !pending.pending().isEmpty()) {
            progress.info("Applying " + pending.pending().size() + " changesets");
            applied = runner.apply(database, changes.get(), progress).stream()
                    .map(one -> new AppliedChangeset(one.id(), one.duration().toMillis()))
                    .toList();
        }
        if (!database.transactionalDdl()) {
            database.begin();
        }
        return applied;
    }

    /** What the rehearsal ended at is the only outcome that was tested and approved. */
    private void expect(ClearedRelease cleared, Fingerprint after) {
        Optional<Receipt> rehearsal = cleared.rehearsal();
        if (rehearsal.isPresent() && !rehearsal.get().after().equals(after)) {
            throw CountersignException.problem(ProblemCode.FINGERPRINT_MISMATCH)
                    .found("The changes led to schema %s.", after.digest().abbreviated())
                    .expected(
                            "schema %s, as in %s.",
                            rehearsal.get().after().digest().abbreviated(),
                            rehearsal.get().stage())
                    .remedy(
                            "Look for changes that depend on data or on the server, and rehearse them on a copy of %s.",
                            site.stage().name())
                    .build();
        }
    }

    static CountersignException internal(RuntimeException e) {
        return CountersignException.problem(ProblemCode.INTERNAL)
                .found("%s", "Something went wrong that should not: " + e)
                .remedy("Please report it, with the output of -X.")
                .causedBy(e);
    }

    private CountersignException undone(
            LedgerEvent.Started started, Optional<Backup> backup, CountersignException failure) {
        return Uninterrupted.get(() -> undoneWholly(started, backup, failure));
    }

    private CountersignException undoneWholly(
            LedgerEvent.Started started, Optional<Backup> backup, CountersignException failure) {
        progress.info("Undoing " + started.operation());
        try {
            if (undo.isOver()) {
                return failure.withState(behindTheCommit(started.release().orElseThrow()));
            }
            Undo.Outcome outcome = undo.undo(started, backup);
            site.journal()
                    .append(new LedgerEvent.Failed(
                            started.operation(),
                            failure.code().code(),
                            failure.problem().found(),
                            outcome.state(),
                            outcome.fingerprint()));
            new Freeze(site, progress).lift();
            return failure.withState(outcome.state());
        } catch (CountersignException undoing) {
            // a target between two states stays frozen, so that nobody writes what a restore would take away
            return Undo.bothFailed(site, "Undoing", failure, undoing);
        }
    }

    private String behindTheCommit(ReleaseReference release) {
        return release.title() + " IS deployed to " + site.name()
                + " and recorded; what failed came behind that. Deploy again: what is left is done then.";
    }
}
