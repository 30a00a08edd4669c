package io.countersign.environment;

import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.progress.Progress;

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
