package io.countersign.environment;

import io.countersign.database.Replacement;
import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.progress.Progress;
import java.util.Optional;

/** How databases of one product are copied. */
public interface DatabaseCopy {

    /** Whether both are databases between which this can copy. */
    boolean suits(TargetDatabase source, TargetDatabase target);

    /**
     * Takes a snapshot of the source, whose writers go on. Until it is closed, everything that is asked of the source's
     * working connection is answered from the snapshot.
     *
     * @throws io.countersign.problem.CountersignException CLONE_REFUSED where the source has what cannot be copied
     */
    Snapshot snapshot(TargetDatabase source);

    /**
     * Has the server itself copy the whole database beside the target, where it can and where that is the same copy; says
     * why where it cannot.
     */
    default Optional<Replacement> twin(TargetDatabase source, TargetDatabase target, Progress progress) {
        return Optional.empty();
    }

    /** Takes out of a twin what a copy has not, and counts its rows. */
    default Copied adopt(TargetDatabase twin) {
        throw new IllegalStateException("no server made " + twin.name());
    }

    /** One state of a source, held open. */
    interface Snapshot extends AutoCloseable {

        /** The schema that a complete copy has. */
        SchemaInventory inventory();

        /**
         * Fills an empty database and compares it row by row with the source.
         *
         * @throws io.countersign.problem.CountersignException CLONE_REFUSED where the target's server lacks something that
         *     the schema needs, CLONE_FAILED
         */
        Copied into(TargetDatabase empty, Treatment treatment, Progress progress);

        @Override
        void close();
    }
}
