package io.countersign.jenkins.step;

import io.countersign.jenkins.agent.AgentPlace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps that copy one target onto another. The stage that they are about is the one that is changed. */
public abstract class AbstractCloneStep extends AbstractSignedTargetStep {
    private static final long serialVersionUID = 1L;

    private final String from;
    private String fromTarget = "";

    protected AbstractCloneStep(String from, String to) {
        super(to);
        this.from = orEmpty(from);
    }

    public final String getFrom() {
        return from;
    }

    public final String getTo() {
        return getStage();
    }

    public final String getFromTarget() {
        return fromTarget;
    }

    @DataBoundSetter
    public final void setFromTarget(String fromTarget) {
        this.fromTarget = orEmpty(fromTarget);
    }

    @Override
    final List<String> stagesTouched() {
        return List.of(from, getStage());
    }

    /** What both commands take. */
    @Override
    final Map<String, Object> components(AgentPlace place) {
        Map<String, Object> input = new HashMap<>();
        input.put("stages", place.stages());
        input.put("from", from);
        input.put("fromTarget", orNull(fromTarget));
        input.put("to", getStage());
        input.put("toTarget", orNull(getTarget()));
        Map<String, Object> components = super.components(place);
        components.remove("stage");
        components.put("input", input);
        return components;
    }
}
