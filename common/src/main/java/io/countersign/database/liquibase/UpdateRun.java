package io.countersign.database.liquibase;

import io.countersign.database.ChangeRunner.Applied;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.RuntimeEnvironment;
import liquibase.Scope;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ChangeSetFilterResult;
import liquibase.changelog.filter.ShouldRunChangeSetFilter;
import liquibase.changelog.visitor.ChangeExecListener;
import liquibase.changelog.visitor.UpdateVisitor;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;

/** Applies what is pending, changeset by changeset, by Liquibase's own visitor. */
final class UpdateRun extends UpdateVisitor {
    private final TargetSession session;
    private final ShouldRunChangeSetFilter shouldRun;
    private final TransactionPhases phases;
    private final Optional<PlainBatches> batches;
    private final ChangeFailures failures;
    private final Progress progress;
    private final Progress.Task task;
    private final int count;
    private final List<Applied> applied = new ArrayList<>();
    private int position;

    private UpdateRun(
            TargetSession session,
            ShouldRunChangeSetFilter shouldRun,
            ChangeExecListener listener,
            Progress progress,
            Progress.Task task,
            int count)
            throws DatabaseException {
        super(session.database(), listener, shouldRun);
        this.session = session;
        this.shouldRun = shouldRun;
        this.phases = new TransactionPhases(session);
        this.batches = session.steady().map(PlainBatches::new);
        this.failures = new ChangeFailures(session);
        this.progress = progress;
        this.task = task;
        this.count = count;
    }

    static List<Applied> run(TargetSession session, DatabaseChangeLog changelog, Progress progress) throws Exception {
        int count = PendingChanges.of(session, changelog).pending().size();
        try (Progress.Task task = progress.start("Applying changesets", count, Progress.Unit.CHANGESETS)) {
            UpdateRun run = new UpdateRun(
                    session,
                    new ShouldRunChangeSetFilter(session.database()),
                    new PreconditionReport(progress),
                    progress,
                    task,
                    count);
            try {
                new ChangeLogIterator(changelog, PendingChanges.filters(session.database()))
                        .run(run, new RuntimeEnvironment(session.database(), new Contexts(), new LabelExpression()));
                run.finishBatches(changelog);
            } finally {
                run.batches.ifPresent(PlainBatches::abandon);
            }
            run.phases.end();
            return run.applied;
        }
    }

    @Override
    public void visit(
            ChangeSet changeset, DatabaseChangeLog changelog, Database database, Set<ChangeSetFilterResult> results)
            throws LiquibaseException {
        if (!shouldRun.accepts(changeset).isAccepted()) {
            super.visit(changeset, changelog, database, results); // upgrades an old checksum
            return;
        }
        refuseWhereInterrupted();
        if (batches.isPresent()
                && session.history().isBatching()
                && isNew(changeset)
                && batches.get().takes(changeset)) {
            if (batches.get().isFull()) {
                sendBatch(batches.get(), changelog);
            }
            return;
        }
        finishBatches(changelog);
        runAlone(changeset, changelog, results);
    }

    private void runAlone(ChangeSet changeset, DatabaseChangeLog changelog, Set<ChangeSetFilterResult> results) {
        position++;
        session.watch().forget();
        long begun = System.nanoTime();
        try {
            phases.around(changeset, () -> super.visit(changeset, changelog, session.database(), results));
            session.history().flushFull();
        } catch (Exception e) {
            throw failures.changeset(changeset, position, count, e);
        }
        ChangeSet.ExecType outcome = changeset.getExecType();
        if (outcome == ChangeSet.ExecType.FAILED) {
            progress.warn(Changesets.id(changeset) + " failed and is passed over, as its failOnError says: "
                    + changeset.getErrorMsg());
        } else if (outcome != ChangeSet.ExecType.SKIPPED) {
            applied.add(new Applied(Changesets.id(changeset), Duration.ofNanos(System.nanoTime() - begun)));
        }
        task.advance(1);
    }

    private boolean isNew(ChangeSet changeset) throws LiquibaseException {
        return session.history().find(changeset).isEmpty();
    }

    private void finishBatches(DatabaseChangeLog changelog) throws LiquibaseException {
        if (batches.isPresent()) {
            sendBatch(batches.get(), changelog);
            Optional<PlainBatches.Sent> last = settle(batches.get(), changelog);
            if (last.isPresent()) {
                remember(last.get());
            }
        }
    }

    /** What the batch before has done is written down while the server works on this one. */
    private void sendBatch(PlainBatches waiting, DatabaseChangeLog changelog) throws LiquibaseException {
        Optional<PlainBatches.Sent> settled = settle(waiting, changelog);
        session.history().flushFull();
        waiting.send();
        if (settled.isPresent()) {
            remember(settled.get());
        }
    }

    /** The batch that was under way, where the server took it; changesets of any other were run one by one here. */
    private Optional<PlainBatches.Sent> settle(PlainBatches waiting, DatabaseChangeLog changelog)
            throws LiquibaseException {
        Optional<PlainBatches.Sent> settled = waiting.settle();
        settled.filter(sent -> !sent.whole())
                .ifPresent(sent -> sent.changesets().forEach(changeset -> runAloneInScope(changeset, changelog)));
        return settled.filter(PlainBatches.Sent::whole);
    }

    private void remember(PlainBatches.Sent sent) throws DatabaseException {
        List<ChangeSet> together = sent.changesets();
        Duration share = sent.took().dividedBy(together.size());
        for (ChangeSet changeset : together) {
            changeset.clearCheckSum();
            session.history().setExecType(changeset, ChangeSet.ExecType.EXECUTED);
            applied.add(new Applied(Changesets.id(changeset), share));
        }
        position += together.size();
        task.advance(together.size());
    }

    private void runAloneInScope(ChangeSet changeset, DatabaseChangeLog changelog) {
        try {
            PrivateLiquibase.within(null, Map.of(Scope.Attr.changeSet.name(), changeset), () -> {
                runAlone(changeset, changelog, Set.of());
                return changeset;
            });
        } catch (Exception e) {
            throw failures.changeset(changeset, position, count, e);
        }
    }

    private static void refuseWhereInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("The changes were asked to stop between two changesets.")
                    .remedy("Start the operation again.")
                    .build();
        }
    }
}
