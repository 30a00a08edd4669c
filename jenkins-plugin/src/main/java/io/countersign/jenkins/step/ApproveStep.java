package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.ApproveCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Signs that a release may enter a stage, with a key that Jenkins' credentials hold. */
public final class ApproveStep extends AbstractApprovingStep {
    private static final long serialVersionUID = 1L;

    private boolean showSql = true;

    @DataBoundConstructor
    public ApproveStep(String release, String stage) {
        super(release, stage);
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
        components.put("showSql", showSql);
        return CommandOrder.of(ApproveCommand.class, components);
    }

    /** Countersign: approve a release for a stage. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
