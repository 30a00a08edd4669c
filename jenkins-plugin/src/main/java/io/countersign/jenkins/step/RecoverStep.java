package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.RecoverCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Finishes or takes back what an interrupted operation left on a target. */
public final class RecoverStep extends AbstractStageStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public RecoverStep(String stage) {
        super("", stage);
    }

    @DataBoundSetter
    public void setRelease(String release) {
        giveRelease(release);
    }

    @DataBoundSetter
    public void setLockTimeout(int lockTimeout) {
        giveLockTimeout(lockTimeout);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("release", givenReleaseInput(place));
        components.put("patienceSeconds", getLockTimeout());
        return CommandOrder.of(RecoverCommand.class, components);
    }

    /** Countersign: recover a target. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
