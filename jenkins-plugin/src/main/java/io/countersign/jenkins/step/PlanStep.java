package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.PlanCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;

/** Says what a deployment would do: SQL, risks, transactions, way back. Changes nothing. */
public final class PlanStep extends AbstractStageStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public PlanStep(String release, String stage) {
        super(release, stage);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(PlanCommand.class, components(place));
    }

    @Override
    void summarise(Map<String, Object> result) {
        if (result.get("plan") instanceof Map<?, ?> plan && plan.get("release") instanceof Map<?, ?> release) {
            result.put("digest", release.get("digest"));
        }
    }

    /** Countersign: plan a deployment. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
