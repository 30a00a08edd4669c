package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.ExceptCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import io.countersign.jenkins.configuration.NameList;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Signs an exception: the emergency way that leaves a trace. */
public final class ExceptStep extends AbstractKeyStep {
    private static final long serialVersionUID = 1L;

    private final String lifts;
    private final String reason;
    private String role = "";
    private String until = "";

    @DataBoundConstructor
    public ExceptStep(String release, String stage, String lifts, String reason) {
        super(release, stage);
        this.lifts = orEmpty(lifts);
        this.reason = orEmpty(reason);
    }

    public String getLifts() {
        return lifts;
    }

    public String getReason() {
        return reason;
    }

    public String getRole() {
        return role;
    }

    @DataBoundSetter
    public void setRole(String role) {
        this.role = orEmpty(role);
    }

    public String getUntil() {
        return until;
    }

    @DataBoundSetter
    public void setUntil(String until) {
        this.until = orEmpty(until);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("role", orNull(role));
        components.put("lifts", NameList.of(lifts));
        components.put("reason", reason);
        components.put("until", orNull(until));
        return CommandOrder.of(ExceptCommand.class, components);
    }

    /** Countersign: sign an exception to the gate. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
