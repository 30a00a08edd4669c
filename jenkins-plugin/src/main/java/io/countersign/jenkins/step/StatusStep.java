package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.StatusCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Shows the board: what every target is at, since when, drift and ledger. */
public final class StatusStep extends AbstractPathStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public StatusStep() {
        super("");
    }

    @DataBoundSetter
    public void setStage(String stage) {
        giveStage(stage);
    }

    @DataBoundSetter
    public void setTarget(String target) {
        giveTarget(target);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = new HashMap<>();
        components.put("stages", place.stages());
        components.put("stage", orNull(getStage()));
        components.put("target", orNull(getTarget()));
        return CommandOrder.of(StatusCommand.class, components);
    }

    /** Countersign: show what every stage is at. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
