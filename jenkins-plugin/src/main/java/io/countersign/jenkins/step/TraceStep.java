package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.TraceCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;

/** Tells the way of a release through all stages, from its evidence and every ledger. Changes nothing. */
public final class TraceStep extends AbstractReleaseStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public TraceStep(String release) {
        super(release, "");
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(TraceCommand.class, Map.of("release", releaseInput(place), "stages", place.stages()));
    }

    /** Countersign: tell the way of a release. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
