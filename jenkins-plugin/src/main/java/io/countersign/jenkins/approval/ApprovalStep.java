package io.countersign.jenkins.approval;

import hudson.Extension;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Waits until the people whom the stage's rule asks for have approved the release, here or by their own keys. */
public final class ApprovalStep extends AbstractApprovalStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public ApprovalStep(String stage, String promotionPath) {
        super(stage, promotionPath);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new ApprovalExecution(context, this);
    }

    /** Countersign: wait for approval. */
    @Extension
    public static final class DescriptorImpl extends ApprovalStepDescriptor {
        @Override
        public String getFunctionName() {
            return "countersignApproval";
        }

        @Override
        public String getDisplayName() {
            return "Countersign: wait until a release is approved for a stage";
        }
    }
}
