package io.countersign.jenkins;

import hudson.Extension;
import io.countersign.command.RecoverCommand;
import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Finishes or takes back what an interrupted operation left on a target. */
public final class RecoverStep extends AbstractStageStep {
    private static final long serialVersionUID = 1L;

    private int lockTimeout = PATIENCE_SECONDS;

    @DataBoundConstructor
    public RecoverStep(String stage) {
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

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = new HashMap<>();
        components.put("stage", stageInput(place));
        components.put("release", getRelease().isEmpty() ? null : releaseInput(place));
        components.put("patienceSeconds", lockTimeout);
        return CommandOrder.of(RecoverCommand.class, components);
    }

    /** Countersign: recover a target. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {
        @Override
        public String getFunctionName() {
            return "countersignRecover";
        }

        @Override
        public String getDisplayName() {
            return Messages.RecoverStep_displayName();
        }
    }
}
