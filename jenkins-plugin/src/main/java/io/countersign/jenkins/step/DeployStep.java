package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.DeployCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import org.kohsuke.stapler.DataBoundConstructor;

/** Moves a release into a stage: gate, backup, changes and ledger record, application, receipt. Repeating it is safe. */
public final class DeployStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public DeployStep(String release, String stage) {
        super(release, stage);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(DeployCommand.class, components(place));
    }

    /** Countersign: deploy a release to a stage. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
