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
import io.countersign.report.Report.Cell;
import io.countersign.signature.Keyrings;
import io.countersign.signature.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes the last deployment of a target back.
 *
 * @param release the release to take back; needed where the stage's way back is liquibase, and for its evidence to tell of it. One
 *     that was taken back before is left alone, and its evidence completed
 * @param key of somebody who may act on the stage: one of the role that signs its receipts
 * @param acceptDataLoss consent that what was written since the deployment is lost by a restore
 */
public record RollbackCommand(
        StageInput stage, Optional<ReleaseInput> release, KeyInput key, boolean acceptDataLoss, int patienceSeconds)
        implements Command<RollbackCommand.Result> {

    /**
     * What is there now.
     *
     * @param withdrawals the statements in the release's evidence that void its receipts, also those of rollbacks before
     * @param untold whether the evidence does not tell it, because the release was not given
     */
    public record Result(
            String stage,
            String target,
            ReleaseReference undone,
            String way,
            String state,
            List<String> withdrawals,
            boolean untold)
            implements CommandResult {
        public Result {
            withdrawals = List.copyOf(withdrawals);
        }

        @Override
        public Report report() {
            Report.Builder report = Report.titled(undone.title() + " was rolled back on " + stage + "/" + target)
                    .fact("Way", way)
                    .fact("State", state);
            if (untold) {
                report.fact("Evidence", Cell.caution(RollbackCommand.untold(List.of(undone))));
            }
            return report.listing("Withdrawn by", withdrawals).build();
        }
    }

    static String untold(List<ReleaseReference> releases) {
        return "that of "
                + ReleaseReference.titles(releases)
                + " does not tell it, and the next stage goes by the receipt there: run countersign:rollback with"
                + " -Dcountersign.release=FILE; nothing is taken back twice";
    }

    /** What was taken back, before the evidence is told. */
    private record TakenBack(ReleaseReference release, String way, String state) {}

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        Optional<RollbackRelease> given = release.map(input -> RollbackRelease.open(input, context.tool()));
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            Site site = session.lock("rollback", Duration.ofSeconds(patienceSeconds));
            Optional<SigningKey> signer = key.open(context);
            new OperatorGate(path, where, Keyrings.of(path)).require(context, site, signer);
            TakenBack done = takeBack(context, site, given);
            return new Result(
                    where.name(),
                    site.target().name(),
                    done.release(),
                    done.way(),
                    done.state(),
                    given.map(known -> known.withdraw(site, signer)).orElse(List.of()),
                    given.isEmpty() && where.deployment().receipts().isPresent());
        }
    }

    private TakenBack takeBack(CommandContext context, Site site, Optional<RollbackRelease> given) {
        Optional<LedgerHistory.OpenOperation> open = site.journal().history().open();
        if (open.isPresent()) {
            return interrupted(context, site, open.get().started());
        }
        if (given.filter(known -> known.isTakenBack(site)).isPresent()) {
            return new TakenBack(
                    given.get().reference(),
                    "none",
                    "It was taken back from " + site.name() + " before; nothing was done there.");
        }
        RollbackOutcome outcome =
                given.isPresent() ? withChanges(context, site, given.get()) : rollBack(context, site, Optional.empty());
        return new TakenBack(outcome.undone(), outcome.event().way(), outcome.state());
    }

    /**
     * What did not end is what has to be taken back, and that is all that was asked for: the deployment before it stands, and
     * to take it back as well would need another decision.
     */
    private static TakenBack interrupted(CommandContext context, Site site, LedgerEvent.Started started) {
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
        return new TakenBack(started.release().get(), "recovery", state);
    }

    private RollbackOutcome withChanges(CommandContext context, Site site, RollbackRelease given) {
        try (ReleaseChanges changes = given.deployedLast(site)) {
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
            throw finished.map(e::behind).orElse(e);
        }
    }
}
