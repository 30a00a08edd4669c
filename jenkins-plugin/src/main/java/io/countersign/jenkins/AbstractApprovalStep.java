package io.countersign.jenkins;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.Serializable;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps by which people approve a release for a stage, under a promotion path that an administrator keeps. */
public abstract class AbstractApprovalStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String release;
    private final String stage;
    private final String promotionPath;
    private String target = "";
    private String evidence = "";

    protected AbstractApprovalStep(String release, String stage, String promotionPath) {
        this.release = trimmed(release);
        this.stage = trimmed(stage);
        this.promotionPath = trimmed(promotionPath);
    }

    static String trimmed(String value) {
        return Util.fixNull(value).trim();
    }

    public final String getRelease() {
        return release;
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

    public final String getEvidence() {
        return evidence;
    }

    @DataBoundSetter
    public final void setEvidence(String evidence) {
        this.evidence = trimmed(evidence);
    }

    /** What both descriptors have in common. */
    abstract static class ApprovalStepDescriptor extends StepDescriptor {
        @Override
        public final Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FilePath.class, EnvVars.class, Computer.class);
        }
    }
}
