package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.RollbackCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Takes the last deployment of a target back, database and application together. */
public final class RollbackStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    private boolean acceptDataLoss;

    @DataBoundConstructor
    public RollbackStep(String stage) {
        super("", stage);
    }

    @DataBoundSetter
    public void setRelease(String release) {
        giveRelease(release);
    }

    public boolean isAcceptDataLoss() {
        return acceptDataLoss;
    }

    @DataBoundSetter
    public void setAcceptDataLoss(boolean acceptDataLoss) {
        this.acceptDataLoss = acceptDataLoss;
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("release", givenReleaseInput(place));
        components.put("acceptDataLoss", acceptDataLoss);
        return CommandOrder.of(RollbackCommand.class, components);
    }

    /** Done twice, it would take back the deployment before as well. */
    @Override
    Optional<String> objectionToRepeating() {
        return Optional.of(interrupted(
                getStage() + " was rolled back",
                "Look by countersignStatus what " + getStage()
                        + " is at. countersignRecover sets right what did not end."));
    }

    @Override
    void summarise(Map<String, Object> result) {
        if (result.get("undone") instanceof Map<?, ?> undone) {
            result.put("digest", undone.get("digest"));
        }
    }

    /** Countersign: roll a stage back. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
