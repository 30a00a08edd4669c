package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.RehearseCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;

/** Tries a release on a scratch copy of a target, there and back, and measures every step. */
public final class RehearseStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public RehearseStep(String release, String stage) {
        super(release, stage);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(RehearseCommand.class, components(place));
    }

    /** It runs what nobody has approved, if only on a copy, with the login of the stage. */
    @Override
    Optional<String> grantNeeded() {
        return Optional.of("rehearse");
    }

    /** Countersign: rehearse a deployment on a copy. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
