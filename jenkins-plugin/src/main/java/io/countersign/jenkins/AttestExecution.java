package io.countersign.jenkins;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import java.util.Map;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/** Attests what Jenkins recorded of an input step, and hands the approval to the agent. */
final class AttestExecution extends SynchronousNonBlockingStepExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final AttestStep step;

    AttestExecution(StepContext context, AttestStep step) {
        super(context);
        this.step = step;
    }

    @Override
    protected Map<String, Object> run() throws Exception {
        try {
            Run<?, ?> run = getContext().get(Run.class);
            ReviewOrder order = new ReviewOrder(getContext(), step);
            ApprovalDesk desk = order.open(UUID.randomUUID().toString().substring(0, 8));
            AnsweredInput answered = AnsweredInput.of(run, step.getInput());
            ReleaseReference release = desk.folder().review().release();
            answered.requireToName(
                    release.application(), release.version(), release.digest().abbreviated(), step.getStage());
            desk.approve(Voter.recorded(answered.approver()), "", "", "input");
            order.handBack(desk);
            getContext()
                    .get(TaskListener.class)
                    .getLogger()
                    .println("Attested: " + answered.approver() + " approves " + release.title() + " for "
                            + step.getStage());
            return ApprovalResult.of(desk.standing());
        } catch (CountersignException e) {
            throw AgentCommand.translated(e);
        }
    }
}
