package io.countersign.command;

import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.Recovery;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Rollback;
import io.countersign.deploy.RollbackOutcome;
import io.countersign.deploy.Site;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.Keyrings;
import io.countersign.signature.SigningKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes back to an earlier release, over all that were deployed since: one after the other, the newest first, database and
 * application together. Each step leaves a whole release and is recorded, so a kill leaves one of them, and the same command goes on.
 *
 * @param to the version of the release to be at again, or its tag
 * @param release the newest release; needed where the stage's way back is liquibase
 * @param key of somebody who may act on the stage: one of the role that signs its receipts
 * @param acceptDataLoss consent that what was written since is lost by restores
 */
public record RollbackToCommand(
        StageInput stage,
        String to,
        Optional<ReleaseInput> release,
        KeyInput key,
        boolean acceptDataLoss,
        int patienceSeconds)
        implements Command<RollbackToCommand.Result> {

    /**
     * What is there now.
     *
     * @param undone the releases that were taken back, in that order
     * @param withdrawals the statements in the given release's evidence that void its receipts
     * @param untold those of the undone whose evidence does not tell it, because it was not given
     */
    public record Result(
            String stage,
            String target,
            ReleaseReference at,
            List<ReleaseReference> undone,
            String state,
            List<String> withdrawals,
            List<ReleaseReference> untold)
            implements CommandResult {
        public Result {
            undone = List.copyOf(undone);
            withdrawals = List.copyOf(withdrawals);
            untold = List.copyOf(untold);
        }

        @Override
        public Report report() {
            Report.Builder report = Report.titled(stage + "/" + target + " is at " + at.title() + " again")
                    .table(
                            List.of("Taken back"),
                            undone.stream()
                                    .map(one -> List.of(Cell.plain(one.title())))
                                    .toList())
                    .fact("State", state);
            if (!untold.isEmpty()) {
                report.fact("Evidence", Cell.caution(RollbackCommand.untold(untold)));
            }
            return report.listing("Withdrawn by", withdrawals).build();
        }
    }

    /** Where the way back has led, before the evidence is told. */
    private record Gone(ReleaseReference at, List<ReleaseReference> undone, String state) {}

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        Optional<RollbackRelease> given = release.map(input -> RollbackRelease.open(input, context.tool()));
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            Site site = session.lock("rollback to " + to, Duration.ofSeconds(patienceSeconds));
            Optional<SigningKey> signer = key.open(context);
            new OperatorGate(path, where, Keyrings.of(path)).require(context, site, signer);
            Gone gone = gone(context, site, given, signer);
            return new Result(
                    where.name(),
                    site.target().name(),
                    gone.at(),
                    gone.undone(),
                    gone.state(),
                    given.map(known -> known.withdraw(site, signer)).orElse(List.of()),
                    where.deployment().receipts().isEmpty()
                            ? List.of()
                            : gone.undone().stream()
                                    .filter(one -> given.filter(known ->
                                                    known.reference().digest().equals(one.digest()))
                                            .isEmpty())
                                    .toList());
        }
    }

    /** What was taken back before a failure is told as well. */
    private Gone gone(CommandContext context, Site site, Optional<RollbackRelease> given, Optional<SigningKey> signer) {
        try {
            return given.isPresent()
                    ? withChanges(context, site, given.get())
                    : goBack(context, site, Optional.empty());
        } catch (CountersignException e) {
            try {
                given.ifPresent(known -> known.withdraw(site, signer));
            } catch (CountersignException untold) {
                e.addSuppressed(untold);
            }
            throw e;
        }
    }

    private Gone withChanges(CommandContext context, Site site, RollbackRelease given) {
        try (ReleaseChanges changes = given.deployedLast(site)) {
            return goBack(context, site, Optional.of(changes));
        }
    }

    private Gone goBack(CommandContext context, Site site, Optional<ReleaseChanges> changes) {
        LiquibaseChangeRunner runner = new LiquibaseChangeRunner();
        new Recovery(site, runner, context.clock(), context.progress())
                .run(changes)
                .ifPresent(context.progress()::info);
        RollbackRoute route = RollbackRoute.to(
                to, site, changes.flatMap(ReleaseChanges::source).isPresent());
        context.show(route.report());
        route.requireConsent(acceptDataLoss);
        List<ReleaseReference> undone = new ArrayList<>();
        String state = "";
        try {
            for (int step = 0; step < route.undone().size(); step++) {
                RollbackOutcome outcome = new Rollback(site, runner, context.clock(), context.progress())
                        .run(changes.flatMap(ReleaseChanges::source), Rollback.Consent.GIVEN);
                undone.add(outcome.undone());
                state = outcome.state();
            }
        } catch (CountersignException e) {
            throw undone.isEmpty()
                    ? e
                    : e.behind("Taken back before: " + ReleaseReference.titles(undone) + "; of the step that failed:");
        }
        return new Gone(route.destination().event().release(), undone, state);
    }
}
