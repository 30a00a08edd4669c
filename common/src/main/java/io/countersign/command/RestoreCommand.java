package io.countersign.command;

import io.countersign.deploy.Restoration;
import io.countersign.deploy.Site;
import io.countersign.ledger.LedgerHistory.RecordedBackup;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.report.Report;
import io.countersign.signature.Keyrings;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings a target back to a backup that its ledger records.
 *
 * @param operation the operation that the backup was made for; empty for the newest backup
 * @param acceptDataLoss consent that what was written since is lost
 */
public record RestoreCommand(
        StageInput stage, Optional<String> operation, KeyInput key, boolean acceptDataLoss, int patienceSeconds)
        implements Command<RestoreCommand.Result> {

    /** What was restored. */
    public record Result(String stage, String target, String location, String madeAt) implements CommandResult {
        @Override
        public Report report() {
            return Report.titled(stage + "/" + target + " was restored and verified")
                    .fact("Backup", location)
                    .fact("Made", madeAt)
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            Site site = session.lock("restore", Duration.ofSeconds(patienceSeconds));
            if (operation.isPresent()) {
                Controlled.requireNoSwitch(site);
            } else {
                Controlled.require(site);
            }
            new OperatorGate(path, where, Keyrings.of(path)).require(context, site, key.open(context));
            Restoration restoration = new Restoration(site, context.clock(), context.progress());
            RecordedBackup chosen = restoration.choose(operation);
            if (!acceptDataLoss) {
                throw CountersignException.problem(ProblemCode.CONSENT_MISSING)
                        .found(
                                "Restoring the backup of %s would lose whatever was written to %s since.",
                                chosen.record().at(), site.name())
                        .expected("your consent.")
                        .remedy(
                                "Repeat with -Dcountersign.acceptDataLoss=true once nobody needs what was written since.")
                        .build();
            }
            restoration.restore(chosen);
            return new Result(
                    where.name(),
                    site.target().name(),
                    chosen.backup().location(),
                    chosen.record().at());
        }
    }
}
