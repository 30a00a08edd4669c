package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.ApproveWaveCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import org.kohsuke.stapler.DataBoundConstructor;

/** Signs that the next wave of a rollout may begin, with a key that Jenkins' credentials hold. */
public final class ApproveWaveStep extends AbstractApprovingStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public ApproveWaveStep(String release, String stage) {
        super(release, stage);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(ApproveWaveCommand.class, components(place));
    }

    /** Countersign: approve the next wave of a rollout. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
