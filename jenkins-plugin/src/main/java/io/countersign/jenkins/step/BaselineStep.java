package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.BaselineCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Takes an existing database under control as it is. Changes nothing but the ledger. */
public final class BaselineStep extends AbstractLockedTargetStep {
    private static final long serialVersionUID = 1L;

    private final String databaseVersion;
    private String reason = "taken under control";

    @DataBoundConstructor
    public BaselineStep(String stage, String databaseVersion) {
        super(stage);
        this.databaseVersion = orEmpty(databaseVersion);
    }

    public String getDatabaseVersion() {
        return databaseVersion;
    }

    public String getReason() {
        return reason;
    }

    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = orElse(reason, "taken under control");
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("version", databaseVersion);
        components.put("reason", reason);
        return CommandOrder.of(BaselineCommand.class, components);
    }

    /** Countersign: take a database under control. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
