package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.BackupCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import org.kohsuke.stapler.DataBoundConstructor;

/** Makes a backup of a target now and records it. */
public final class BackupStep extends AbstractLockedTargetStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public BackupStep(String stage) {
        super(stage);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(BackupCommand.class, components(place));
    }

    /** Countersign: back a target up. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
