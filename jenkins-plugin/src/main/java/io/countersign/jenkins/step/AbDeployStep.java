package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.AbDeployCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import org.kohsuke.stapler.DataBoundConstructor;

/** Puts a release into the slot of a target that is not live, by the stage's gate, and looks at its health there. */
public final class AbDeployStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public AbDeployStep(String release, String stage) {
        super(release, stage);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(AbDeployCommand.class, components(place));
    }

    /** Countersign: put a release into the idle slot. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
