package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.CheckCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import io.countersign.jenkins.approval.GateSummary;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;

/** Asks the gate of a stage: every check with its result. Changes nothing. */
public final class CheckStep extends AbstractKeyStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public CheckStep(String release, String stage) {
        super(release, stage);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(CheckCommand.class, components(place));
    }

    /** {@code open}, {@code digest} and the names of the checks that refuse. */
    @Override
    void summarise(Map<String, Object> result) {
        GateSummary.add(result);
    }

    /** Countersign: ask the gate of a stage. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
