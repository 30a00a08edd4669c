package io.countersign.jenkins.approval;

import hudson.Extension;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Turns an input step of this run, answered by somebody whom the policy knows, into an approval. */
public final class AttestStep extends AbstractApprovalStep {
    private static final long serialVersionUID = 1L;

    private String input = "";

    @DataBoundConstructor
    public AttestStep(String stage, String promotionPath) {
        super(stage, promotionPath);
    }

    /** The id of the input step; empty where the run has answered only one. */
    public String getInput() {
        return input;
    }

    @DataBoundSetter
    public void setInput(String input) {
        this.input = trimmed(input);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new AttestExecution(context, this);
    }

    /** Countersign: turn an answered input into an approval. */
    @Extension
    public static final class DescriptorImpl extends ApprovalStepDescriptor {
        @Override
        public String getFunctionName() {
            return "countersignAttest";
        }

        @Override
        public String getDisplayName() {
            return "Countersign: turn an answered input into an approval";
        }
    }
}
