package io.countersign.database.liquibase;

import io.countersign.database.TargetDatabase;
import java.util.List;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.exception.DatabaseException;
import liquibase.precondition.CustomPreconditionWrapper;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import liquibase.precondition.core.RowCountPrecondition;
import liquibase.precondition.core.SqlPrecondition;

/**
 * What one transaction for everything needs around single changesets: savepoints where Liquibase rolls back and goes on,
 * a commit before and a new transaction after a changeset that can't run in one, and history rows sent before something
 * looks at them that is not a visible statement.
 */
final class TransactionPhases {
    private final TargetDatabase target;
    private final History history;
    private final StatementWatch watch;
    private final Optional<SteadyPostgres> steady;
    private Optional<String> transaction = Optional.empty();

    TransactionPhases(TargetSession session) {
        this.target = session.target();
        this.history = session.history();
        this.watch = session.watch();
        this.steady = session.steady();
        begun();
    }

    private void begun() {
        if (steady.isPresent()) {
            transaction = target.transaction();
            watch.inTransaction(true);
        }
    }

    /** A class, or a statement hidden in a longer text, may have ended the transaction: then its number is another one. */
    private void refuseWhereEnded() {
        if (steady.isPresent()) {
            watch.inTransaction(false);
            if (!target.transaction().equals(transaction)) {
                throw TransactionControl.ended(
                                "A changeset ended the release's transaction by a statement or a class that could not be seen.")
                        .state("What was done up to there is committed.")
                        .build();
            }
        }
    }

    /** What is done with a changeset. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    void around(ChangeSet changeset, Step step) throws Exception {
        if (steady.isEmpty()) {
            step.run();
        } else if (changeset.isRunInTransaction()) {
            inside(changeset, steady.get(), step);
        } else {
            outside(step);
        }
    }

    private void inside(ChangeSet changeset, SteadyPostgres database, Step step) throws Exception {
        if (looksAtHistoryUnseen(changeset)) {
            history.flush();
        }
        boolean guarded = changeset.getPreconditions() != null || Boolean.FALSE.equals(changeset.getFailOnError());
        if (!guarded) {
            step.run();
            return;
        }
        database.protect();
        boolean ended = false;
        try {
            step.run();
            ended = true;
        } finally {
            if (ended) {
                database.unprotect();
            } else {
                database.abandon();
            }
        }
    }

    private void outside(Step step) throws Exception {
        history.flush();
        refuseWhereEnded();
        target.commit();
        try {
            history.outside(step);
        } finally {
            target.begin();
        }
        begun();
    }

    private static boolean looksAtHistoryUnseen(ChangeSet changeset) {
        return changeset.getChanges().stream().anyMatch(ForeignCode::is)
                || (changeset.getPreconditions() != null
                        && asksDatabase(changeset.getPreconditions().getNestedPreconditions()));
    }

    private static boolean asksDatabase(List<Precondition> preconditions) {
        return preconditions.stream()
                .anyMatch(precondition -> precondition instanceof SqlPrecondition
                        || precondition instanceof RowCountPrecondition
                        || precondition instanceof CustomPreconditionWrapper
                        || (precondition instanceof PreconditionLogic logic
                                && asksDatabase(logic.getNestedPreconditions())));
    }

    /** Sends what is still held back. */
    void end() throws DatabaseException {
        history.flush();
        refuseWhereEnded();
    }
}
