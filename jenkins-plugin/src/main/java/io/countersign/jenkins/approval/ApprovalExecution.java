package io.countersign.jenkins.approval;

import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.countersign.jenkins.agent.AgentCommand;
import io.countersign.jenkins.agent.PipelineWords;
import io.countersign.jenkins.record.PromotionEvent;
import io.countersign.jenkins.record.PromotionListener;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Future;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Waits without executor and thread. What is approved was kept with the run by countersignReview, and so is whatever was decided,
 * before the step goes on: a restart at any moment loses nothing, because the step looks again at what is kept.
 */
final class ApprovalExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final AbstractApprovalStep step;
    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private transient volatile Future<?> working;

    ApprovalExecution(StepContext context, AbstractApprovalStep step) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() {
        inBackground(this::open);
        return false;
    }

    @Override
    public void onResume() {
        inBackground(() -> {
            if (action().request(id).isPresent()) {
                lookAgain();
            } else {
                open();
            }
        });
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        Future<?> present = working;
        if (present != null) {
            present.cancel(true);
        }
        ApprovalAction action = action();
        action.request(id).ifPresent(request -> request.decide(ApprovalRequest.State.GIVEN_UP, "", ""));
        action.save();
        getContext().onFailure(cause);
    }

    private void open() throws Exception {
        ApprovalAction action = action();
        KeptReview review = new RunReviews(action.getRun()).last(step.asked());
        ApprovalRequest request = new ApprovalRequest(id, review.id(), step.getPromotionPath(), step.getStage());
        ApprovalDesk desk = action.desk(request);
        desk.standing();
        action.add(request);
        TaskListener listener = getContext().get(TaskListener.class);
        Agreement agreement = desk.standing().agreement();
        String missing = agreement.result().missing();
        String part = agreement.part().isEmpty() ? "" : ", " + agreement.part();
        if (!missing.isEmpty()) {
            listener.getLogger().println("Waiting until " + missing + " approves for " + step.getStage() + part + ":");
            listener.hyperlink("/" + action.getRun().getUrl() + ApprovalAction.URL + "/" + id + "/", "see and approve");
            listener.getLogger().println();
            tell(desk, missing);
        }
        lookAgain();
    }

    private void tell(ApprovalDesk desk, String missing) throws Exception {
        ReleaseReference release = desk.standing().review().release();
        PromotionListener.fire(
                action().getRun(),
                new PromotionEvent(
                        PromotionEvent.Kind.APPROVAL_WANTED,
                        step.getDescriptor().getFunctionName(),
                        release.application(),
                        release.version(),
                        release.digest().hex(),
                        step.getStage(),
                        "",
                        "Waiting until " + missing + " approves."));
    }

    /** Goes on where a decision is kept. */
    private void lookAgain() throws Exception {
        ApprovalRequest request = action().request(id).orElseThrow();
        if (request.state() == ApprovalRequest.State.WAITING && isSatisfied(request)) {
            request.decide(ApprovalRequest.State.APPROVED, "", "");
            action().save();
        }
        switch (request.state()) {
            case APPROVED ->
                getContext().onSuccess(ApprovalResult.of(action().desk(request).standing()));
            case REJECTED ->
                getContext()
                        .onFailure(AgentCommand.refused(CountersignException.problem(ProblemCode.APPROVAL_REJECTED)
                                .found(
                                        "%s rejected the release for %s: %s",
                                        request.decidedBy(), request.stage(), request.reason())
                                .remedy("Mend what was found, seal a new release, and ask again.")
                                .state("%s is unchanged.", request.stage())
                                .build()));
            case WAITING, GIVEN_UP -> {
                // somebody else will call again, or the build has ended
            }
        }
    }

    /** What cannot be judged, because somebody took a key away for example, waits until it can. */
    private boolean isSatisfied(ApprovalRequest request) throws Exception {
        try {
            return action().desk(request).standing().agreement().result().satisfied();
        } catch (CountersignException e) {
            getContext().get(TaskListener.class).getLogger().println("Waiting on: " + PipelineWords.of(e.problem()));
            return false;
        }
    }

    /** Called wherever a decision was kept, or an approval. */
    static void lookAgain(Run<?, ?> run) {
        StepExecution.acceptAll(ApprovalExecution.class, execution -> {
            if (execution.isOf(run)) {
                execution.inBackground(execution::lookAgain);
            }
        });
    }

    private boolean isOf(Run<?, ?> run) {
        try {
            return run.equals(getContext().get(Run.class));
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ApprovalAction action() throws IOException, InterruptedException {
        return ApprovalAction.of(getContext().get(Run.class));
    }

    /** Part of the step that may take long or fail. */
    private interface Work {
        void run() throws Exception;
    }

    private void inBackground(Work work) {
        working = Computer.threadPoolForRemoting.submit(() -> {
            try {
                work.run();
            } catch (CountersignException e) {
                getContext().onFailure(AgentCommand.translated(e));
            } catch (Throwable e) {
                // also an error must end the step: nobody else would ever hear of it
                getContext().onFailure(e);
            }
        });
    }

    @Override
    public String getStatus() {
        return "waiting for the approval " + id;
    }
}
