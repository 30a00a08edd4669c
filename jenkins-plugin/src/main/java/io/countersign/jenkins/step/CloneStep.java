package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.CloneCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import org.kohsuke.stapler.DataBoundConstructor;

/** Copies a target, schema and data, onto one that is empty. */
public final class CloneStep extends AbstractCloneStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public CloneStep(String from, String to) {
        super(from, to);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(CloneCommand.class, components(place));
    }

    /** Countersign: copy a target onto an empty one. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
