package io.countersign.jenkins.step;

import io.countersign.command.PilotCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import io.countersign.jenkins.agent.PathFiles;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps that make a copy of production with a release on it. */
public abstract class AbstractPilotStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    private final String from;
    private String fromTarget = "";
    private String configuration = PathFiles.PROJECT;
    private boolean leaveBehind;

    protected AbstractPilotStep(String release, String stage, String from) {
        super(release, stage);
        this.from = orEmpty(from);
    }

    public final String getFrom() {
        return from;
    }

    public final String getFromTarget() {
        return fromTarget;
    }

    @DataBoundSetter
    public final void setFromTarget(String fromTarget) {
        this.fromTarget = orEmpty(fromTarget);
    }

    public final String getConfiguration() {
        return configuration;
    }

    @DataBoundSetter
    public final void setConfiguration(String configuration) {
        this.configuration = orElse(configuration, PathFiles.PROJECT);
    }

    public final boolean isLeaveBehind() {
        return leaveBehind;
    }

    @DataBoundSetter
    public final void setLeaveBehind(boolean leaveBehind) {
        this.leaveBehind = leaveBehind;
    }

    /** Which of the two. */
    abstract PilotCommand.Kind kind();

    @Override
    final List<String> stagesTouched() {
        return List.of(from, getStage());
    }

    @Override
    final CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("from", from);
        components.put("fromTarget", orNull(fromTarget));
        components.put("configuration", place.path(configuration));
        components.put("kind", kind());
        components.put("leaveBehind", leaveBehind);
        return CommandOrder.of(PilotCommand.class, components);
    }
}
