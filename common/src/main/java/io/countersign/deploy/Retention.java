package io.countersign.deploy;

import io.countersign.database.Backup;
import io.countersign.database.BackupRetention;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.LedgerHistory.RecordedBackup;
import io.countersign.problem.CountersignException;
import io.countersign.progress.Progress;
import java.util.List;

/** Removes backups that the stage no longer keeps; never the one that the last deployment can be rolled back by. */
final class Retention {
    private Retention() {}

    static void apply(Site site, Progress progress) {
        LedgerHistory history = site.journal().history();
        List<Backup> all =
                history.backups().stream().map(RecordedBackup::backup).toList();
        List<Backup> needed = history.lastDeployment().stream()
                .flatMap(deployed -> deployed.backup().stream())
                .toList();
        try {
            BackupRetention.apply(site.database(), site.stage().deployment().backup(), all, needed, progress);
        } catch (CountersignException e) {
            // the deployment is complete; an old backup too many is for people to know, not a reason to fail
            progress.warn("Old backups could not be removed: " + e.problem().found());
        }
    }
}
