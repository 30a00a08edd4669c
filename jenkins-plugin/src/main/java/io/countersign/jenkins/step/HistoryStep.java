package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.HistoryCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import org.kohsuke.stapler.DataBoundConstructor;

/** Shows the ledger of a target, with every link of its chain verified. */
public final class HistoryStep extends AbstractTargetStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public HistoryStep(String stage) {
        super(stage);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(HistoryCommand.class, components(place));
    }

    /** Countersign: show the ledger of a target. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
