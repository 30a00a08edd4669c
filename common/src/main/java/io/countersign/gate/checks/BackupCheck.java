package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.promotion.BackupPolicy;

/** The backup that the stage asks for can be made now. */
final class BackupCheck implements Check {
    @Override
    public String name() {
        return "backup";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        if (facts.backupMethod().equals(BackupPolicy.NONE)) {
            return CheckResult.notApplicable(name(), "the stage makes no backups");
        }
        return facts.backupObstacle()
                .map(obstacle -> CheckResult.refused(
                        name(), "a backup by " + facts.backupMethod(), obstacle.found(), obstacle.remedy()))
                .orElseGet(() -> CheckResult.passed(name(), "a backup is possible", "by " + facts.backupMethod()));
    }
}
