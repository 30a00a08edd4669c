package io.countersign.command;

import io.countersign.database.ChangeRunner.Preview;
import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.gate.GateFacts;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.plan.DeploymentPlan;
import io.countersign.plan.RiskAnalysis;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.Stage;
import io.countersign.release.Manifest;
import io.countersign.release.ManifestEntry;
import io.countersign.report.Report;
import io.countersign.signature.Judged;
import java.util.List;
import java.util.Optional;

/** Says what a deployment would do, with its SQL and its risks, and changes nothing. Needs no approval. */
public record PlanCommand(ReleaseInput release, StageInput stage) implements Command<PlanCommand.Result> {

    /** The plan. */
    public record Result(DeploymentPlan plan) implements CommandResult {
        @Override
        public Report report() {
            return plan.report();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        GateQuestion question = GateQuestion.of(context, release, stage);
        try (TargetSession session = TargetSession.look(context, question.stage(), question.target());
                ReleaseChanges changes = ReleaseChanges.of(question.release().release())) {
            return new Result(of(question, session, changes));
        }
    }

    static DeploymentPlan of(GateQuestion question, TargetSession session, ReleaseChanges changes) {
        GateFacts facts = question.facts(session, changes, Optional.empty());
        List<Preview> previews = changes.source()
                .map(source -> new LiquibaseChangeRunner().preview(session.database(), source))
                .orElse(List.of());
        Manifest manifest = question.release().release().manifest();
        return new DeploymentPlan(
                ReleaseReference.of(question.release().release()),
                question.stage().name(),
                question.target().name(),
                session.database().product(),
                facts.history().standing().version(),
                manifest.resulting(),
                previews,
                facts.pending().appliedBefore().size(),
                facts.pending().altered().stream()
                        .map(altered -> altered.id() + " was " + altered.recorded() + ", is " + altered.now())
                        .toList(),
                RiskAnalysis.of(previews, facts.transactionalDdl()),
                transactions(facts),
                backup(facts),
                wayBack(facts),
                manifest.entries().stream()
                        .map(ManifestEntry::path)
                        .filter(path -> path.startsWith(Manifest.APPLICATION))
                        .toList(),
                facts.receipts().stream()
                        .filter(Judged::counts)
                        .map(Judged::predicate)
                        .reduce((first, second) -> second)
                        .map(Receipt::millis));
    }

    private static String transactions(GateFacts facts) {
        if (facts.pending().pending().isEmpty()) {
            return "nothing to do in the database";
        }
        if (facts.oneTransaction()) {
            return "one, together with the ledger record";
        }
        return facts.transactionalDdl()
                ? "several: some changesets run outside a transaction, in phases of their own"
                : "one a changeset: this database has no transactional DDL";
    }

    private static String backup(GateFacts facts) {
        if (facts.backupMethod().equals(BackupPolicy.NONE)
                || facts.pending().pending().isEmpty()) {
            return "none";
        }
        return "by " + facts.backupMethod()
                + facts.backupObstacle()
                        .map(problem -> ", which is not possible now: " + problem.found())
                        .orElse("");
    }

    private static String wayBack(GateFacts facts) {
        boolean liquibase = facts.stage().wayBack() == Stage.WayBack.LIQUIBASE && facts.transactionalDdl();
        return liquibase ? "the rollback of each changeset" : "restore of the backup";
    }
}
