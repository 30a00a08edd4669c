package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.RolloutCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import io.countersign.jenkins.configuration.NameList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Moves a release to all targets of a stage, in the waves that the stage names. */
public final class RolloutStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    private String without = "";
    private boolean preview;

    @DataBoundConstructor
    public RolloutStep(String release, String stage) {
        super(release, stage);
    }

    public String getWithout() {
        return without;
    }

    @DataBoundSetter
    public void setWithout(String without) {
        this.without = orEmpty(without);
    }

    public boolean isPreview() {
        return preview;
    }

    @DataBoundSetter
    public void setPreview(boolean preview) {
        this.preview = preview;
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("without", NameList.of(without));
        components.put("preview", preview);
        return CommandOrder.of(RolloutCommand.class, components);
    }

    /** {@code digest}, and what a Jenkinsfile needs to spread the waves over agents. */
    @Override
    void summarise(Map<String, Object> result) {
        if (result.get("lines") instanceof List<?> lines) {
            result.put("pending", pending(lines));
        }
    }

    /** The targets that are without the release, wave by wave. */
    private static List<List<String>> pending(List<?> lines) {
        Map<Object, List<String>> waves = new LinkedHashMap<>();
        for (Object each : lines) {
            Map<?, ?> line = (Map<?, ?>) each;
            if (line.get("receipt") == null && !"PRESENT".equals(line.get("outcome"))) {
                waves.computeIfAbsent(line.get("wave"), wave -> new ArrayList<>())
                        .add(String.valueOf(line.get("target")));
            }
        }
        return new ArrayList<>(waves.values());
    }

    /** Countersign: roll a release out to all targets of a stage. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
