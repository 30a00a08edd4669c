package io.countersign.command;

import io.countersign.deploy.ReleaseChanges;
import io.countersign.gate.Gate;
import io.countersign.gate.GateReport;
import io.countersign.gate.checks.StandardChecks;
import io.countersign.ledger.ReleaseReference;
import io.countersign.plan.DeploymentPlan;
import io.countersign.promotion.RolloutPlan;
import io.countersign.release.SourceRevision;
import io.countersign.report.Report;
import java.util.Optional;

/** Collects what somebody needs to see before they approve a release for a stage: plan and gate. Changes nothing. */
public record ReviewCommand(ReleaseInput release, StageInput stage) implements Command<ReviewCommand.Result> {

    /**
     * What is to be approved.
     *
     * @param file the release's file name, as statements name it
     * @param source where in git it comes from
     * @param rollout the waves, where the target is in one that waits for an approval of its own; empty otherwise
     */
    public record Result(
            ReleaseReference release,
            String stage,
            String target,
            String file,
            boolean preliminary,
            SourceRevision source,
            Optional<RolloutPlan> rollout,
            DeploymentPlan plan,
            GateReport gate)
            implements CommandResult {
        @Override
        public Report report() {
            return Report.titled("Review of " + release.title() + " for " + stage + "/" + target)
                    .include(plan.report())
                    .include(gate.report())
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        GateQuestion question = GateQuestion.of(context, release, stage);
        try (TargetSession session = TargetSession.look(context, question.stage(), question.target());
                ReleaseChanges changes = ReleaseChanges.of(question.release().release())) {
            Outlook outlook = Outlook.of(question, session, changes);
            return new Result(
                    ReleaseReference.of(question.release().release()),
                    question.stage().name(),
                    question.target().name(),
                    String.valueOf(question.release().release().file().getFileName()),
                    question.release().release().manifest().preliminary(),
                    question.release().release().manifest().source(),
                    outlook.facts().wave().map(wave -> RolloutPlan.of(question.stage())),
                    outlook.plan(),
                    new Gate(StandardChecks.forReview()).examine(outlook.facts()));
        }
    }
}
