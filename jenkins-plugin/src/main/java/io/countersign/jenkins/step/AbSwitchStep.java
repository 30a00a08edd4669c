package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.AbSwitchCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Makes the slot that was filled with a release the live one. Repeating it is safe. */
public final class AbSwitchStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    private boolean refresh;

    @DataBoundConstructor
    public AbSwitchStep(String release, String stage) {
        super(release, stage);
    }

    public boolean isRefresh() {
        return refresh;
    }

    @DataBoundSetter
    public void setRefresh(boolean refresh) {
        this.refresh = refresh;
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("refresh", refresh);
        return CommandOrder.of(AbSwitchCommand.class, components);
    }

    /** Countersign: make the other slot the live one. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
