package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.Stage;
import io.countersign.release.Changeset;
import java.util.List;

/** Before anything is done it is known how it will be undone. */
final class WayBackCheck implements Check {
    @Override
    public String name() {
        return "way-back";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        boolean backup = !facts.backupMethod().equals(BackupPolicy.NONE);
        if (facts.pending().pending().isEmpty()) {
            return CheckResult.passed(name(), "a way back", "nothing in the database changes");
        }
        if (!facts.oneTransaction() && !backup) {
            return CheckResult.refused(
                    name(),
                    "a backup, because not everything runs in one transaction",
                    "the stage makes no backups",
                    "Set backup: {method: auto} for this stage.");
        }
        if (facts.stage().deployment().wayBack() == Stage.WayBack.RESTORE) {
            return backup
                    ? CheckResult.passed(name(), "a way back", "restore of the backup")
                    : CheckResult.refused(
                            name(),
                            "a backup to restore",
                            "the stage makes no backups",
                            "Set backup: {method: auto} for this stage, or way-back: liquibase.");
        }
        List<Changeset> stuck = facts.pending().pending().stream()
                .filter(changeset -> !changeset.reversible())
                .toList();
        return stuck.isEmpty()
                ? CheckResult.passed(name(), "a way back", "the rollback of each changeset")
                : CheckResult.refused(
                        name(),
                        "a rollback for every changeset",
                        stuck.size() + " without, the first: " + stuck.get(0).id(),
                        "Write a rollback for it, or set way-back: restore.");
    }
}
