package io.countersign.jenkins.step;

import io.countersign.jenkins.agent.AgentPlace;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps that sign an approval, or write it for somebody to sign by hand. */
public abstract class AbstractApprovingStep extends AbstractKeyStep {
    private static final long serialVersionUID = 1L;

    private String role = "";
    private String comment = "";
    private String prepareFor = "";

    protected AbstractApprovingStep(String release, String stage) {
        super(release, stage);
    }

    public final String getRole() {
        return role;
    }

    @DataBoundSetter
    public final void setRole(String role) {
        this.role = orEmpty(role);
    }

    public final String getComment() {
        return comment;
    }

    @DataBoundSetter
    public final void setComment(String comment) {
        this.comment = orEmpty(comment);
    }

    public final String getPrepareFor() {
        return prepareFor;
    }

    @DataBoundSetter
    public final void setPrepareFor(String prepareFor) {
        this.prepareFor = orEmpty(prepareFor);
    }

    @Override
    final Map<String, Object> components(AgentPlace place) {
        Map<String, Object> components = super.components(place);
        components.put("role", orNull(role));
        components.put("comment", comment);
        components.put("prepareFor", orNull(prepareFor));
        return components;
    }
}
