package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.ApproveCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Signs that a release may enter a stage, with a key that Jenkins' credentials hold. */
public final class ApproveStep extends AbstractKeyStep {
    private static final long serialVersionUID = 1L;

    private String role = "";
    private String comment = "";
    private String prepareFor = "";
    private boolean showSql = true;

    @DataBoundConstructor
    public ApproveStep(String release, String stage) {
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

    public boolean isShowSql() {
        return showSql;
    }

    @DataBoundSetter
    public void setShowSql(boolean showSql) {
        this.showSql = showSql;
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("role", orNull(role));
        components.put("comment", comment);
        components.put("prepareFor", orNull(prepareFor));
        components.put("showSql", showSql);
        return CommandOrder.of(ApproveCommand.class, components);
    }

    /** Countersign: approve a release for a stage. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
