package io.countersign.environment;

import io.countersign.database.Backup;
import io.countersign.database.BackupMethod;
import io.countersign.database.BackupMethods;
import io.countersign.database.ChangeRunner;
import io.countersign.database.DatabaseLock;
import io.countersign.database.Fingerprint;
import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.deploy.ApplicationDeployer;
import io.countersign.deploy.Deployment;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Rollback;
import io.countersign.deploy.RollbackOutcome;
import io.countersign.deploy.ServiceCommand;
import io.countersign.deploy.Site;
import io.countersign.gate.ClearedRelease;
import io.countersign.gate.Gate;
import io.countersign.gate.GateFacts;
import io.countersign.gate.Inspection;
import io.countersign.gate.checks.StandardChecks;
import io.countersign.ledger.Journal;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHead;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.Rehearsal;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.signature.SignedRelease;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Tries a release on a scratch copy of a target, by the same {@link Deployment} and {@link Rollback} that will do it in
 * earnest, and measures both. The copy is removed whatever happens; the target is compared before and after.
 */
public final class DressRehearsal {
    private final Site site;
    private final TargetDatabase source;
    private final PromotionPath path;
    private final ChangeRunner runner;
    private final Clock clock;
    private final String actor;
    private final String tool;
    private final Progress progress;

    /**
     * @param site the target, locked
     * @param source the same target by another connection
     * @param actor for the ledger of the copy: {@code user@host}
     */
    public DressRehearsal(
            Site site,
            TargetDatabase source,
            PromotionPath path,
            ChangeRunner runner,
            Clock clock,
            String actor,
            String tool,
            Progress progress) {
        this.site = site;
        this.source = source;
        this.path = path;
        this.runner = runner;
        this.clock = clock;
        this.actor = actor;
        this.tool = tool;
        this.progress = progress;
    }

    /**
     * @throws CountersignException what the deployment or the way back would fail with, CLONE_REFUSED where the target cannot
     *     be copied; FINGERPRINT_MISMATCH where somebody changed the target meanwhile
     */
    public Rehearsal run(SignedRelease release, ReleaseChanges changes) {
        String startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        Fingerprint before = source.fingerprint();
        LedgerHead head = site.journal().history().head();
        Tried tried;
        try {
            tried = tried(release, changes);
        } catch (CountersignException e) {
            throw e.withState(site.name() + " is untouched"
                    + (e.getSuppressed().length == 0
                            ? "; the scratch copy was removed."
                            : ". The next command for it removes the scratch copy."));
        }
        requireUntouched(before, head);
        return new Rehearsal(
                release.release().manifest().application(),
                release.release().manifest().version(),
                site.stage().name(),
                site.target().name(),
                startedAt,
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                source.product(),
                tried.receipt().from(),
                tried.receipt().to(),
                tried.receipt().before(),
                tried.receipt().after(),
                tried.receipt().changesets(),
                tried.rows(),
                tried.copy(),
                tried.deployment(),
                tried.wayBack(),
                tried.back().event().way(),
                actor,
                tool);
    }

    private record Tried(
            Receipt receipt,
            RollbackOutcome back,
            long rows,
            List<Rehearsal.TimedStep> copy,
            List<Rehearsal.TimedStep> deployment,
            List<Rehearsal.TimedStep> wayBack) {}

    private Tried tried(SignedRelease release, ReleaseChanges changes) {
        TimedProgress copying = new TimedProgress(progress);
        try (ScratchPlace place = ScratchPlace.of(site);
                ScratchCopy copy = ScratchCopy.of(site.database(), source, copying);
                DatabaseLock lock = copy.database().lock("rehearsal by " + actor, Duration.ZERO)) {
            List<Rehearsal.TimedStep> copied = timed(copying);
            Site scratch = scratch(copy.database(), lock, place);
            try {
                TimedProgress deploying = new TimedProgress(progress);
                Receipt receipt = deploy(scratch, release, changes, deploying);
                List<Rehearsal.TimedStep> deployed = timed(deploying);
                TimedProgress returning = new TimedProgress(progress);
                returning.info("Going back");
                RollbackOutcome back =
                        new Rollback(scratch, runner, clock, returning).run(changes.source(), Rollback.Consent.GIVEN);
                return new Tried(receipt, back, copy.rows(), copied, deployed, timed(returning));
            } finally {
                discardBackups(scratch);
            }
        }
    }

    private static List<Rehearsal.TimedStep> timed(TimedProgress progress) {
        return progress.steps().stream()
                .map(step -> new Rehearsal.TimedStep(step.what(), step.millis()))
                .toList();
    }

    private Site scratch(TargetDatabase copy, DatabaseLock lock, ScratchPlace place) {
        Stage stage = site.stage().forRehearsal(backupPolicy(place));
        Target target = new Target(
                site.target().name() + " (scratch copy)",
                site.target().url(),
                site.target().credentials(),
                site.target().schema(),
                site.target().application().map(any -> place.application()));
        Journal journal = new Journal(ledger(copy));
        return new Site(
                stage,
                target,
                copy,
                lock,
                journal,
                BackupMethods.forPolicy(stage.deployment().backup(), copy),
                target.application().map(where -> new ApplicationDeployer(where, new ServiceCommand())),
                Optional.empty());
    }

    /** By the method that the target itself would use now; what operators' commands do is known to be about the target. */
    private BackupPolicy backupPolicy(ScratchPlace place) {
        BackupPolicy policy = site.stage().deployment().backup();
        String method = site.backup().map(BackupMethod::name).orElse(BackupPolicy.NONE);
        return new BackupPolicy(
                method.equals("external") ? BackupPolicy.AUTO : method,
                place.backups(),
                Optional.empty(),
                Optional.empty(),
                policy.testRestore() && !method.equals("external"),
                Integer.MAX_VALUE);
    }

    /**
     * A ledger of its own, which begins where the target stands. It names none of the target's backups, so that nothing here can
     * ever remove one.
     */
    private Ledger ledger(TargetDatabase copy) {
        Ledger ledger = new Ledger(copy, clock, actor);
        LedgerHistory.Standing standing = site.journal().history().standing();
        if (standing.version().isPresent()) {
            ledger.create();
            ledger.append(
                    LedgerHead.EMPTY,
                    new LedgerEvent.Baselined(
                            standing.version().get(), copy.fingerprint(), "a scratch copy of " + site.name()));
        }
        return ledger;
    }

    private Receipt deploy(Site scratch, SignedRelease release, ReleaseChanges changes, TimedProgress timing) {
        ChangeRunner.Pending pending = changes.pending(runner, scratch.database());
        GateFacts facts = new Inspection(
                        release,
                        path,
                        scratch.stage(),
                        scratch.target(),
                        release.keyrings(),
                        scratch.database(),
                        scratch.journal().ledger(),
                        pending,
                        scratch.backup(),
                        scratch.application().flatMap(ApplicationDeployer::obstacle),
                        Optional.empty(),
                        true,
                        clock.instant())
                .facts();
        ClearedRelease cleared = new Gate(StandardChecks.forRehearsal()).clear(facts);
        return new Deployment(scratch, runner, clock, tool, timing)
                .run(cleared, changes.source(), pending, facts.inventory())
                .receipt();
    }

    private void discardBackups(Site scratch) {
        for (LedgerHistory.RecordedBackup recorded : scratch.journal().history().backups()) {
            Backup backup = recorded.backup();
            BackupMethods.named(backup.method(), scratch.stage().deployment().backup(), scratch.database())
                    .discard(scratch.database(), backup);
        }
    }

    private void requireUntouched(Fingerprint before, LedgerHead head) {
        SchemaInventory now = source.inventory();
        site.journal().reread();
        if (now.fingerprint().equals(before) && site.journal().history().head().equals(head)) {
            return;
        }
        throw CountersignException.problem(ProblemCode.FINGERPRINT_MISMATCH)
                .found(
                        "%s was at schema %s when the rehearsal began and is at schema %s now.",
                        site.name(),
                        before.digest().abbreviated(),
                        now.fingerprint().digest().abbreviated())
                .expected("a target that nobody changes meanwhile.")
                .remedy("Find out who changed it, and rehearse again.")
                .state("The rehearsal itself worked on its scratch copy only.")
                .build();
    }
}
