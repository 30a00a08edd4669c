package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.AbBackCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Makes the slot live again that was before the last switch. */
public final class AbBackStep extends AbstractSignedTargetStep {
    private static final long serialVersionUID = 1L;

    private boolean giveUpWrites;

    @DataBoundConstructor
    public AbBackStep(String stage) {
        super(stage);
    }

    public boolean isGiveUpWrites() {
        return giveUpWrites;
    }

    @DataBoundSetter
    public void setGiveUpWrites(boolean giveUpWrites) {
        this.giveUpWrites = giveUpWrites;
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("giveUpWrites", giveUpWrites);
        components.put("output", place.path("target"));
        return CommandOrder.of(AbBackCommand.class, components);
    }

    /** Done twice, it could take back a switch that somebody made meanwhile. */
    @Override
    Optional<String> objectionToRepeating() {
        return Optional.of(interrupted(
                getStage() + " was switched back",
                "Look by countersignStatus which slot is live. countersignRecover sets right what did not end."));
    }

    /** Countersign: make the former slot live again. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
