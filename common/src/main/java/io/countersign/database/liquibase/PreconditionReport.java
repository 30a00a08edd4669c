package io.countersign.database.liquibase;

import io.countersign.progress.Progress;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.precondition.core.PreconditionContainer.ErrorOption;
import liquibase.precondition.core.PreconditionContainer.FailOption;

/** Tells about preconditions that do not hold although the run goes on. */
final class PreconditionReport extends AbstractChangeExecListener {
    private final Progress progress;

    PreconditionReport(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void preconditionFailed(PreconditionFailedException error, FailOption onFail) {
        if (onFail != FailOption.HALT) {
            progress.warn("Preconditions do not hold, onFail is " + onFail + ": " + error.getFailedPreconditions());
        }
    }

    @Override
    public void preconditionErrored(PreconditionErrorException error, ErrorOption onError) {
        if (onError != ErrorOption.HALT) {
            progress.warn(
                    "Preconditions cannot be checked, onError is " + onError + ": " + error.getErrorPreconditions());
        }
    }
}
