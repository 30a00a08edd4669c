package io.countersign.environment;

import io.countersign.database.Replacement;
import io.countersign.database.TargetDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.util.Map;
import java.util.Optional;

/**
 * A copy of a target, with all its rows, beside it on its server, for something that must not be tried on the target itself.
 * It is gone when this is closed; after a kill the next command for the target removes it.
 *
 * @param rows how many it got
 */
record ScratchCopy(Replacement replacement, long rows) implements AutoCloseable {

    /**
     * @param locked the target, whose lock is held
     * @param source the same target by another connection, which takes the snapshot
     */
    static ScratchCopy of(TargetDatabase locked, TargetDatabase source, Progress progress) {
        DatabaseCopy copy = DatabaseCopies.find(source, locked)
                .orElseThrow(() -> CountersignException.problem(ProblemCode.CLONE_REFUSED)
                        .found("%s is on %s, which Countersign cannot copy.", source.name(), source.product())
                        .expected("PostgreSQL, MariaDB, MySQL or H2.")
                        .remedy("Rehearse on a stage that is a copy made by other means.")
                        .build());
        progress.info("Making a scratch copy of " + source.name());
        Replacement replacement = locked.replacement(source);
        try (DatabaseCopy.Snapshot snapshot = copy.snapshot(source)) {
            Copied copied = snapshot.into(replacement.database(), new Treatment(Optional.empty(), Map.of()), progress);
            return new ScratchCopy(replacement, copied.rows());
        } catch (RuntimeException e) {
            closeAfter(replacement, e);
            throw e;
        }
    }

    private static void closeAfter(Replacement replacement, RuntimeException failure) {
        try {
            replacement.close();
        } catch (CountersignException e) {
            failure.addSuppressed(e);
        }
    }

    TargetDatabase database() {
        return replacement.database();
    }

    @Override
    public void close() {
        replacement.close();
    }
}
