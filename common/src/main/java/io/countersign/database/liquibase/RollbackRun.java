package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.ChangesetId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.visitor.RollbackVisitor;
import liquibase.exception.DatabaseException;

/**
 * Takes back named changesets, the last one first. A changeset that was only marked as run did nothing, so only its
 * history row goes; one that ran again (RERAN) can't be taken back to its earlier form, because nobody has kept that.
 */
final class RollbackRun {
    private final TargetSession session;
    private final DatabaseChangeLog changelog;
    private final ChangeFailures failures;

    RollbackRun(TargetSession session, DatabaseChangeLog changelog) {
        this.session = session;
        this.changelog = changelog;
        this.failures = new ChangeFailures(session);
    }

    /** A changeset to be taken back, and how it was recorded. */
    private record Step(ChangeSet changeset, RanChangeSet row) {
        boolean didNothing() {
            return row.getExecType() == ChangeSet.ExecType.MARK_RAN;
        }
    }

    void run(List<ChangesetId> applied, Progress progress) throws Exception {
        List<Step> steps = steps(applied);
        TransactionPhases phases = new TransactionPhases(session);
        int position = 0;
        try (Progress.Task task = progress.start("Taking changesets back", steps.size(), Progress.Unit.CHANGESETS)) {
            for (Step step : steps) {
                position++;
                session.watch().forget();
                try {
                    phases.around(step.changeset(), () -> takeBack(step));
                } catch (Exception e) {
                    throw failures.changeset(step.changeset(), position, steps.size(), e);
                }
                task.advance(1);
            }
        }
        phases.end();
    }

    /** The changesets in the order in which they are taken back. */
    List<ChangeSet> plan(List<ChangesetId> applied) throws DatabaseException {
        return steps(applied).stream()
                .filter(step -> !step.didNothing())
                .map(Step::changeset)
                .toList();
    }

    private void takeBack(Step step) throws Exception {
        ChangeSet changeset = step.changeset();
        if (step.didNothing()) {
            session.history().removeFromHistory(changeset);
            return;
        }
        Map<String, Object> scope =
                Map.of(Scope.Attr.changeSet.name(), changeset, Scope.Attr.databaseChangeLog.name(), changelog);
        PrivateLiquibase.within(null, scope, () -> {
            new RollbackVisitor(session.database(), new PreconditionReport(Progress.silent()), new ArrayList<>())
                    .visit(changeset, changelog, session.database(), Set.of());
            return changeset;
        });
    }

    private List<Step> steps(List<ChangesetId> applied) throws DatabaseException {
        Map<String, ChangeSet> known = new HashMap<>();
        List<ChangeSetFilter> filters = PendingChanges.filters(session.database());
        for (ChangeSet changeset : changelog.getChangeSets()) {
            if (PendingChanges.accepted(filters, changeset)) {
                known.put(Changesets.key(changeset), changeset);
            }
        }
        List<Step> steps = new ArrayList<>();
        for (int i = applied.size() - 1; i >= 0; i--) {
            steps.add(step(applied.get(i), known));
        }
        return steps;
    }

    private Step step(ChangesetId id, Map<String, ChangeSet> known) throws DatabaseException {
        ChangeSet changeset = Optional.ofNullable(known.get(Changesets.key(id.path(), id.id(), id.author())))
                .orElseThrow(() -> impossible(id, "is not in this release for this database"));
        RanChangeSet row =
                session.history().find(changeset).orElseThrow(() -> impossible(id, "is not recorded as applied"));
        changeset.setStoredFilePath(row.getStoredChangeLog());
        Step step = new Step(changeset, row);
        if (!step.didNothing()) {
            if (row.getExecType() == ChangeSet.ExecType.RERAN) {
                throw impossible(id, "ran more than once, and its earlier form is not kept");
            }
            if (!new StatementTexts(session.database()).canRollBack(changeset)) {
                throw impossible(id, "has no rollback");
            }
        }
        return step;
    }

    private CountersignException impossible(ChangesetId id, String why) {
        return CountersignException.problem(ProblemCode.ROLLBACK_IMPOSSIBLE)
                .found(
                        "%s cannot be taken back on %s: it %s.",
                        id, session.target().name(), why)
                .expected("a <rollback>, or changes whose reverse Liquibase knows.")
                .remedy("Go back by the backup, or add a rollback to the changeset in a new release.")
                .build();
    }
}
