package io.countersign.jenkins;

import hudson.Extension;
import io.countersign.command.RollbackCommand;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Takes the last deployment of a target back, database and application together. */
public final class RollbackStep extends AbstractKeyStep {
    private static final long serialVersionUID = 1L;

    private int lockTimeout = PATIENCE_SECONDS;
    private boolean acceptDataLoss;

    @DataBoundConstructor
    public RollbackStep(String stage) {
        super("", stage);
    }

    @DataBoundSetter
    public void setRelease(String release) {
        giveRelease(release);
    }

    public int getLockTimeout() {
        return lockTimeout;
    }

    @DataBoundSetter
    public void setLockTimeout(int lockTimeout) {
        this.lockTimeout = lockTimeout;
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
        Map<String, Object> components = new HashMap<>();
        components.put("stage", stageInput(place));
        components.put("release", getRelease().isEmpty() ? null : releaseInput(place));
        components.put("key", keyInput());
        components.put("acceptDataLoss", acceptDataLoss);
        components.put("patienceSeconds", lockTimeout);
        return CommandOrder.of(RollbackCommand.class, components);
    }

    /** Done twice, it would take back the deployment before as well. */
    @Override
    Optional<String> objectionToRepeating() {
        return Optional.of(CountersignException.problem(ProblemCode.INTERRUPTED)
                .found(
                        "Jenkins was started again while %s was rolled back; the agent may have finished meanwhile.",
                        getStage())
                .remedy(
                        "Look by countersignStatus what %s is at. countersignRecover sets right what did not end.",
                        getStage())
                .value()
                .text());
    }

    @Override
    void summarise(Map<String, Object> result) {
        if (result.get("undone") instanceof Map<?, ?> undone) {
            result.put("digest", undone.get("digest"));
        }
    }

    /** Countersign: roll a stage back. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {
        @Override
        public String getFunctionName() {
            return "countersignRollback";
        }

        @Override
        public String getDisplayName() {
            return Messages.RollbackStep_displayName();
        }
    }
}
