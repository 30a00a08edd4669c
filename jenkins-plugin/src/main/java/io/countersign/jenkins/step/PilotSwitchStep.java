package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.PilotSwitchCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import io.countersign.jenkins.agent.PathFiles;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Makes a configured pilot production: its release by the ordinary gate, together with its configuration. */
public final class PilotSwitchStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    private final String pilot;
    private String pilotTarget = "";
    private String configuration = PathFiles.PROJECT;
    private boolean leaveBehind;

    @DataBoundConstructor
    public PilotSwitchStep(String release, String stage, String pilot) {
        super(release, stage);
        this.pilot = orEmpty(pilot);
    }

    public String getPilot() {
        return pilot;
    }

    public String getPilotTarget() {
        return pilotTarget;
    }

    @DataBoundSetter
    public void setPilotTarget(String pilotTarget) {
        this.pilotTarget = orEmpty(pilotTarget);
    }

    public String getConfiguration() {
        return configuration;
    }

    @DataBoundSetter
    public void setConfiguration(String configuration) {
        this.configuration = orElse(configuration, PathFiles.PROJECT);
    }

    public boolean isLeaveBehind() {
        return leaveBehind;
    }

    @DataBoundSetter
    public void setLeaveBehind(boolean leaveBehind) {
        this.leaveBehind = leaveBehind;
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("pilot", pilot);
        components.put("pilotTarget", orNull(pilotTarget));
        components.put("configuration", place.path(configuration));
        components.put("leaveBehind", leaveBehind);
        return CommandOrder.of(PilotSwitchCommand.class, components);
    }

    @Override
    List<String> stagesTouched() {
        return List.of(pilot, getStage());
    }

    /** Countersign: make a pilot production. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
