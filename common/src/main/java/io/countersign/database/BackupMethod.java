package io.countersign.database;

import io.countersign.problem.Problem;
import io.countersign.progress.Progress;
import java.util.List;
import java.util.Optional;

/** One way to keep a copy of a target and to bring it back. The ledger is never taken back by a restore. */
public interface BackupMethod {

    /** As written in {@code stages.yml}: {@code native}, {@code template}, {@code script}, {@code external}. */
    String name();

    /** Why no backup can be made now (tool, version, permission, space): a problem; empty where it can. */
    Optional<Problem> obstacle(TargetDatabase database);

    /** Which obstacle remains once nobody else is connected to the target. */
    default Optional<Problem> obstacleWhenAlone(TargetDatabase database) {
        return obstacle(database);
    }

    /**
     * Makes a backup under a new name and says what it is. A backup that does not end well leaves nothing behind.
     *
     * @param id the operation it is made for; file and database names derive from it
     */
    Backup make(TargetDatabase database, String id, Progress progress);

    /**
     * Brings the target to the state of the backup: as a whole or not at all where the database can, and repeatable
     * where it cannot. Verifies the backup's digest first.
     */
    void restore(TargetDatabase database, Backup backup, Progress progress);

    /** Restores into a scratch place, compares the fingerprint, and removes the scratch place. */
    void testRestore(TargetDatabase database, Backup backup, Progress progress);

    /**
     * Removes what killed operations left of unfinished backups, and of tries to restore them, of this target's alone. To be called
     * under the lock.
     *
     * @return the names of what was removed
     */
    default List<String> removeLeftovers(TargetDatabase database) {
        return List.of();
    }

    /** Whether the backup is still where it was put; true where only operators can know. */
    boolean exists(TargetDatabase database, Backup backup);

    /** Removes a backup that is no longer wanted; nothing happens where it is gone already. */
    void discard(TargetDatabase database, Backup backup);
}
