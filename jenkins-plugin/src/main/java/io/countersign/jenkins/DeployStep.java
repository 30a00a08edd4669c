package io.countersign.jenkins;

import hudson.Extension;
import io.countersign.command.DeployCommand;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Moves a release into a stage: gate, backup, changes and ledger record, application, receipt. Repeating it is safe. */
public final class DeployStep extends AbstractKeyStep {
    private static final long serialVersionUID = 1L;

    private int lockTimeout = PATIENCE_SECONDS;

    @DataBoundConstructor
    public DeployStep(String release, String stage) {
        super(release, stage);
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
        return CommandOrder.of(
                DeployCommand.class,
                Map.of(
                        "release",
                        releaseInput(place),
                        "stage",
                        stageInput(place),
                        "key",
                        keyInput(),
                        "patienceSeconds",
                        lockTimeout));
    }

    /** Countersign: deploy a release to a stage. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {
        @Override
        public String getFunctionName() {
            return "countersignDeploy";
        }

        @Override
        public String getDisplayName() {
            return Messages.DeployStep_displayName();
        }
    }
}
