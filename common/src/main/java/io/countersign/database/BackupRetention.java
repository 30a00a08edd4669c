package io.countersign.database;

import io.countersign.progress.Progress;
import io.countersign.promotion.BackupPolicy;
import java.util.ArrayList;
import java.util.List;

/** Removes the backups that a policy no longer keeps. */
public final class BackupRetention {
    private BackupRetention() {}

    /**
     * Keeps the newest {@link BackupPolicy#keep()} backups that still exist.
     *
     * @param oldestFirst every backup of the target that the ledger knows
     * @param needed backups that stay in any case, such as the one a way back depends on
     * @return the ones removed now
     */
    public static List<Backup> apply(
            TargetDatabase database,
            BackupPolicy policy,
            List<Backup> oldestFirst,
            List<Backup> needed,
            Progress progress) {
        List<Backup> existing = oldestFirst.stream()
                .filter(backup ->
                        BackupMethods.named(backup.method(), policy, database).exists(database, backup))
                .toList();
        List<Backup> removed = new ArrayList<>();
        int surplus = existing.size() - Math.max(1, policy.keep());
        for (Backup backup : existing.subList(0, Math.max(0, surplus))) {
            if (!needed.contains(backup)) {
                BackupMethods.named(backup.method(), policy, database).discard(database, backup);
                progress.info("Removed the old backup " + backup.location());
                removed.add(backup);
            }
        }
        return removed;
    }
}
