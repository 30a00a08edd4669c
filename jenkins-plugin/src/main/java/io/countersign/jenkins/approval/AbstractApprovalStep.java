package io.countersign.jenkins.approval;

import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.countersign.jenkins.configuration.PathStepDescriptor;
import java.io.Serializable;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Steps by which people approve a release for a stage, under a promotion path that an administrator keeps. They go by what
 * countersignReview kept with the run, and so need neither an agent nor a workspace.
 */
public abstract class AbstractApprovalStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String stage;
    private final String promotionPath;
    private String target = "";

    protected AbstractApprovalStep(String stage, String promotionPath) {
        this.stage = trimmed(stage);
        this.promotionPath = trimmed(promotionPath);
    }

    static String trimmed(String value) {
        return Util.fixNull(value).trim();
    }

    public final String getStage() {
        return stage;
    }

    public final String getPromotionPath() {
        return promotionPath;
    }

    public final String getTarget() {
        return target;
    }

    @DataBoundSetter
    public final void setTarget(String target) {
        this.target = trimmed(target);
    }

    /** What the approval is about. */
    final KeptReview.Asked asked() {
        return new KeptReview.Asked(promotionPath, stage, target);
    }

    /** What both descriptors have in common. */
    abstract static class ApprovalStepDescriptor extends PathStepDescriptor {
        @Override
        public final Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
