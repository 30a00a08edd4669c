package io.countersign.database;

import io.countersign.progress.Progress;
import io.countersign.release.ChangelogFiles;
import io.countersign.release.Changeset;
import io.countersign.release.ChangesetId;
import java.time.Duration;
import java.util.List;

/**
 * Applies a changelog to a target and takes it back, with Liquibase's own meaning and bookkeeping: a plain
 * {@code liquibase update} afterwards finds nothing to do.
 */
public interface ChangeRunner {

    /**
     * A changelog and the files that it consists of.
     *
     * @param changelog the path of the root changelog
     */
    record Source(ChangelogFiles files, String changelog) {}

    /**
     * What an update would do now.
     *
     * @param pending in the order in which they would run
     * @param appliedBefore changesets of the changelog that the target has already
     * @param altered changesets that were applied with another checksum: a refusal
     */
    record Pending(List<Changeset> pending, List<ChangesetId> appliedBefore, List<Altered> altered) {
        public static final Pending NONE = new Pending(List.of(), List.of(), List.of());

        public Pending {
            pending = List.copyOf(pending);
            appliedBefore = List.copyOf(appliedBefore);
            altered = List.copyOf(altered);
        }

        /** Whether everything that would run may run inside one transaction. */
        public boolean transactional() {
            return pending.stream().allMatch(Changeset::transactional);
        }
    }

    /** A changeset whose recorded checksum is not the changelog's. */
    record Altered(ChangesetId id, String recorded, String now) {}

    /** The SQL of one changeset, as it would be sent, one statement an element. */
    record Preview(
            ChangesetId id, boolean transactional, boolean reversible, List<String> sql, List<String> rollbackSql) {
        public Preview {
            sql = List.copyOf(sql);
            rollbackSql = List.copyOf(rollbackSql);
        }
    }

    /** One changeset that was run. */
    record Applied(ChangesetId id, Duration duration) {}

    Pending pending(TargetDatabase database, Source source);

    /** Renders the pending changesets as SQL and changes nothing. */
    List<Preview> preview(TargetDatabase database, Source source);

    /**
     * Applies what is pending. Where {@link TargetDatabase#transactionalDdl()} holds and {@link TargetDatabase#begin()}
     * was called before, everything happens inside that transaction and the caller commits, together with whatever else
     * belongs to it. A changeset that is not transactional commits what is open before it, runs, and opens a new
     * transaction behind it; the caller has seen that in {@link Pending#transactional()} and prepared another way back.
     *
     * @throws io.countersign.problem.CountersignException CHANGESET_FAILED naming the changeset and the database's
     *     message; CHANGESET_ALTERED; nothing is rolled back here, the caller decides
     */
    List<Applied> apply(TargetDatabase database, Source source, Progress progress);

    /**
     * Takes back the given changesets, the last one first, within the caller's transaction where there is one.
     *
     * @throws io.countersign.problem.CountersignException ROLLBACK_IMPOSSIBLE before anything is done where one of them
     *     has no rollback
     */
    void rollBack(TargetDatabase database, Source source, List<ChangesetId> applied, Progress progress);

    /** The SQL of {@link #rollBack}, in the order in which it would run. */
    List<Preview> rollbackPreview(TargetDatabase database, Source source, List<ChangesetId> applied);

    /**
     * What the target's history holds, in the order in which it ran; empty where there is no history. Nothing is created.
     */
    List<ChangesetId> recorded(TargetDatabase database);
}
