package io.countersign.deploy;

import io.countersign.database.Backup;
import io.countersign.database.BackupRetention;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.LedgerHistory.RecordedBackup;
import io.countersign.problem.CountersignException;
import io.countersign.progress.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Removes backups and applications that the stage no longer keeps; never those that the last deployment can be rolled back by. One
 * too many is for people to know, not a reason to fail: what was asked for is complete.
 */
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
            progress.warn("Old backups could not be removed: " + e.problem().found());
        }
    }

    static void applyToApplications(Site site, Progress progress) {
        List<String> standing = new ArrayList<>(site.journal().history().standingDeployments().stream()
                .map(deployed -> deployed.event().release())
                .map(release -> ApplicationDeployer.folderName(release.version(), release.digest()))
                .toList());
        Collections.reverse(standing);
        try {
            site.application().ifPresent(application -> application.prune(standing));
        } catch (CountersignException e) {
            progress.warn(
                    "Old applications could not be removed: " + e.problem().found());
        }
    }
}
