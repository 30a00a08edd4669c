package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.RefreshCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Replaces a target, schema and data, by a copy of another one. */
public final class RefreshStep extends AbstractCloneStep {
    private static final long serialVersionUID = 1L;

    private String confirm = "";
    private boolean backup;

    @DataBoundConstructor
    public RefreshStep(String from, String to) {
        super(from, to);
    }

    public String getConfirm() {
        return confirm;
    }

    @DataBoundSetter
    public void setConfirm(String confirm) {
        this.confirm = orEmpty(confirm);
    }

    public boolean isBackup() {
        return backup;
    }

    @DataBoundSetter
    public void setBackup(boolean backup) {
        this.backup = backup;
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("confirm", orNull(confirm));
        components.put("backup", backup);
        return CommandOrder.of(RefreshCommand.class, components);
    }

    /** Countersign: replace a target by a copy of another. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
