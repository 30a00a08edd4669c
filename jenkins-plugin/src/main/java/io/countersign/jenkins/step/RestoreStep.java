package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.RestoreCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Brings a target back to a backup that its ledger records. */
public final class RestoreStep extends AbstractSignedTargetStep {
    private static final long serialVersionUID = 1L;

    private String operation = "";
    private boolean acceptDataLoss;

    @DataBoundConstructor
    public RestoreStep(String stage) {
        super(stage);
    }

    public String getOperation() {
        return operation;
    }

    @DataBoundSetter
    public void setOperation(String operation) {
        this.operation = orEmpty(operation);
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
        components.put("operation", orNull(operation));
        components.put("acceptDataLoss", acceptDataLoss);
        return CommandOrder.of(RestoreCommand.class, components);
    }

    /** Done twice, it would lose what was written after the first time, which nobody agreed to. */
    @Override
    Optional<String> objectionToRepeating() {
        return Optional.of(
                interrupted(
                        "a backup was restored",
                        "Look by countersignHistory whether the ledger has it. countersignRecover sets right what did not end."));
    }

    /** Countersign: restore a backup. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
