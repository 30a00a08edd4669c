package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.ApproveWaveCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Signs that the next wave of a rollout may begin, with a key that Jenkins' credentials hold. */
public final class ApproveWaveStep extends AbstractKeyStep {
    private static final long serialVersionUID = 1L;

    private String role = "";
    private String comment = "";
    private String prepareFor = "";

    @DataBoundConstructor
    public ApproveWaveStep(String release, String stage) {
        super(release, stage);
    }

    public String getRole() {
        return role;
    }

    @DataBoundSetter
    public void setRole(String role) {
        this.role = orEmpty(role);
    }

    public String getComment() {
        return comment;
    }

    @DataBoundSetter
    public void setComment(String comment) {
        this.comment = orEmpty(comment);
    }

    public String getPrepareFor() {
        return prepareFor;
    }

    @DataBoundSetter
    public void setPrepareFor(String prepareFor) {
        this.prepareFor = orEmpty(prepareFor);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("role", orNull(role));
        components.put("comment", comment);
        components.put("prepareFor", orNull(prepareFor));
        return CommandOrder.of(ApproveWaveCommand.class, components);
    }

    /** Countersign: approve the next wave of a rollout. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
