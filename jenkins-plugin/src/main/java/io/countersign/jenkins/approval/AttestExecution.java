package io.countersign.jenkins.approval;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.countersign.jenkins.agent.AgentCommand;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/** Attests what Jenkins recorded of an input step. */
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
            KeptReview review = new RunReviews(run).last(step.asked());
            ApprovalDesk desk = new ApprovalDesk(run, review, step.getPromotionPath());
            AnsweredInput answered = AnsweredInput.of(run, step.getInput());
            ReleaseReference release = review.found().release();
            answered.requireToName(
                    release.application(),
                    release.version(),
                    release.digest().abbreviated(),
                    step.getStage(),
                    desk.standing().agreement().part());
            desk.approve(Voter.recorded(answered.approver()), "", "", "input");
            getContext()
                    .get(TaskListener.class)
                    .getLogger()
                    .println("Attested: " + answered.approver() + " approves " + release.title() + " for "
                            + step.getStage());
            ApprovalExecution.lookAgain(run);
            return ApprovalResult.of(desk.standing());
        } catch (CountersignException e) {
            throw AgentCommand.translated(e);
        }
    }

    /** It takes a moment, and the same approval twice is one. */
    @Override
    public void onResume() {
        try {
            start();
        } catch (Exception e) {
            getContext().onFailure(e);
        }
    }
}
