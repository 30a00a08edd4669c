package io.countersign.command;

import io.countersign.database.Backup;
import io.countersign.deploy.Restoration;
import io.countersign.deploy.Site;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.release.Digest;
import io.countersign.report.Report;
import java.time.Duration;

/** Makes a backup of a target now and records it. */
public record BackupCommand(StageInput stage, int patienceSeconds) implements Command<BackupCommand.Result> {

    /** The backup. */
    public record Result(String stage, String target, Backup backup) implements CommandResult {
        @Override
        public Report report() {
            return Report.titled("Backup of " + stage + "/" + target)
                    .fact("Method", backup.method())
                    .fact("Location", backup.location())
                    .fact("Size", backup.size() + " bytes")
                    .fact("SHA-256", backup.digest().map(Digest::hex).orElse("not a file"))
                    .fact("Schema", backup.fingerprint().digest().abbreviated())
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            Site site = session.lock("backup", Duration.ofSeconds(patienceSeconds));
            Controlled.require(site);
            Backup backup = new Restoration(site, context.clock(), context.progress()).backUp();
            return new Result(where.name(), site.target().name(), backup);
        }
    }
}
