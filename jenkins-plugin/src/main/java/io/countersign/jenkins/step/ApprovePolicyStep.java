package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.ApprovePolicyCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Signs that the policy of a stage may become the one of the promotion path. */
public final class ApprovePolicyStep extends AbstractKeyStep {
    private static final long serialVersionUID = 1L;

    private String role = "";
    private String reason = "";

    @DataBoundConstructor
    public ApprovePolicyStep(String release, String stage) {
        super(release, stage);
    }

    public String getRole() {
        return role;
    }

    @DataBoundSetter
    public void setRole(String role) {
        this.role = orEmpty(role);
    }

    public String getReason() {
        return reason;
    }

    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = orEmpty(reason);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("role", orNull(role));
        components.put("reason", reason);
        return CommandOrder.of(ApprovePolicyCommand.class, components);
    }

    /** Countersign: approve a change of a stage's policy. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
