package io.countersign.command;

import io.countersign.deploy.ReleaseChanges;
import io.countersign.plan.DeploymentPlan;
import io.countersign.report.Report;

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
            return new Result(Outlook.of(question, session, changes).plan());
        }
    }
}
