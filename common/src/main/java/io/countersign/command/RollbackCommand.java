package io.countersign.command;

import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.Recovery;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Rollback;
import io.countersign.deploy.RollbackOutcome;
import io.countersign.deploy.Site;
import io.countersign.ledger.ReleaseReference;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.report.Report;
import io.countersign.signature.Keyrings;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes the last deployment of a target back.
 *
 * @param release the release to take back; needed where the stage's way back is liquibase
 * @param key of somebody who may act on the stage: one of the role that signs its receipts
 * @param acceptDataLoss consent that what was written since the deployment is lost by a restore
 */
public record RollbackCommand(
        StageInput stage, Optional<ReleaseInput> release, KeyInput key, boolean acceptDataLoss, int patienceSeconds)
        implements Command<RollbackCommand.Result> {

    /** What is there now. */
    public record Result(String stage, String target, ReleaseReference undone, String way, String state)
            implements CommandResult {
        @Override
        public Report report() {
            return Report.titled(undone.title() + " was rolled back on " + stage + "/" + target)
                    .fact("Way", way)
                    .fact("State", state)
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            Site site = session.lock("rollback", Duration.ofSeconds(patienceSeconds));
            new OperatorGate(path, where, Keyrings.of(path)).require(site, key.open(context));
            RollbackOutcome outcome = release.isPresent()
                    ? withChanges(context, site, release.get())
                    : rollBack(context, site, Optional.empty());
            return new Result(
                    where.name(),
                    site.target().name(),
                    outcome.undone(),
                    outcome.event().way(),
                    outcome.state());
        }
    }

    private RollbackOutcome withChanges(CommandContext context, Site site, ReleaseInput input) {
        try (ReleaseChanges changes = input.deployedLast(site)) {
            return rollBack(context, site, Optional.of(changes));
        }
    }

    private RollbackOutcome rollBack(CommandContext context, Site site, Optional<ReleaseChanges> changes) {
        LiquibaseChangeRunner runner = new LiquibaseChangeRunner();
        new Recovery(site, runner, context.clock(), context.progress())
                .run(changes)
                .ifPresent(context.progress()::info);
        return new Rollback(site, runner, context.clock(), context.progress())
                .run(
                        changes.flatMap(ReleaseChanges::source),
                        acceptDataLoss ? Rollback.Consent.GIVEN : Rollback.Consent.NOT_GIVEN);
    }
}
