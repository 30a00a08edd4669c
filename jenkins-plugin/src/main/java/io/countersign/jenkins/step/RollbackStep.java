package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.RollbackCommand;
import io.countersign.command.RollbackToCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Takes the last deployment of a target back, or all since an earlier release, database and application together. */
public final class RollbackStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    private String to = "";
    private boolean acceptDataLoss;

    @DataBoundConstructor
    public RollbackStep(String stage) {
        super("", stage);
    }

    @DataBoundSetter
    public void setRelease(String release) {
        giveRelease(release);
    }

    public String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(String to) {
        this.to = orEmpty(to);
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
        if (to.isEmpty()) {
            return CommandOrder.of(RollbackCommand.class, components);
        }
        components.put("to", to);
        return CommandOrder.of(RollbackToCommand.class, components);
    }

    /** Done twice, it would take back the deployment before as well; a way back to a named release goes on instead. */
    @Override
    Optional<String> objectionToRepeating() {
        if (!to.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(interrupted(
                getStage() + " was rolled back",
                "Look by countersignStatus what " + getStage()
                        + " is at. countersignRecover sets right what did not end."));
    }

    @Override
    void summarise(Map<String, Object> result) {
        Object release = to.isEmpty() ? result.get("undone") : result.get("at");
        if (release instanceof Map<?, ?> known) {
            result.put("digest", known.get("digest"));
        }
    }

    /** Countersign: roll a stage back. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
