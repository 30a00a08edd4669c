package io.countersign.command;

import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.Recovery;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Rollback;
import io.countersign.deploy.RollbackOutcome;
import io.countersign.deploy.Site;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
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
            Optional<LedgerHistory.OpenOperation> open =
                    site.journal().history().open();
            if (open.isPresent()) {
                return takenBack(context, site, open.get().started());
            }
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

    /**
     * What did not end is what has to be taken back, and that is all that was asked for: the deployment before it stands, and
     * to take it back as well would need another decision.
     */
    private static Result takenBack(CommandContext context, Site site, LedgerEvent.Started started) {
        String state = new Recovery(site, new LiquibaseChangeRunner(), context.clock(), context.progress())
                .run(Optional.empty())
                .orElseThrow();
        boolean meant =
                started.action() == LedgerEvent.Action.DEPLOY || started.action() == LedgerEvent.Action.ROLLBACK;
        if (!meant || started.release().isEmpty()) {
            throw CountersignException.problem(ProblemCode.DEPLOYMENT_INTERRUPTED)
                    .found("%s had not ended on %s, and was set right first.", started.operation(), site.name())
                    .expected("a target at rest.")
                    .remedy("Look at countersign:status, and repeat the command if the rollback is still wanted.")
                    .state("%s", state)
                    .build();
        }
        return new Result(
                site.stage().name(), site.target().name(), started.release().get(), "recovery", state);
    }

    private RollbackOutcome withChanges(CommandContext context, Site site, ReleaseInput input) {
        try (ReleaseChanges changes = input.deployedLast(site)) {
            return rollBack(context, site, Optional.of(changes));
        }
    }

    private RollbackOutcome rollBack(CommandContext context, Site site, Optional<ReleaseChanges> changes) {
        LiquibaseChangeRunner runner = new LiquibaseChangeRunner();
        Optional<String> finished = new Recovery(site, runner, context.clock(), context.progress()).run(changes);
        finished.ifPresent(context.progress()::info);
        try {
            return new Rollback(site, runner, context.clock(), context.progress())
                    .run(
                            changes.flatMap(ReleaseChanges::source),
                            acceptDataLoss ? Rollback.Consent.GIVEN : Rollback.Consent.NOT_GIVEN);
        } catch (CountersignException e) {
            throw finished.map(done -> e.withState(done + " " + e.problem().state()))
                    .orElse(e);
        }
    }
}
