package io.countersign.jenkins.step;

import io.countersign.jenkins.agent.AgentPlace;
import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps about a target, whatever release it is at. */
public abstract class AbstractTargetStep extends AbstractPathStep {
    private static final long serialVersionUID = 1L;

    protected AbstractTargetStep(String stage) {
        super(stage);
    }

    @DataBoundSetter
    public final void setTarget(String target) {
        giveTarget(target);
    }

    /** What the commands of all these steps take. */
    Map<String, Object> components(AgentPlace place) {
        Map<String, Object> components = new HashMap<>();
        components.put("stage", stageInput(place));
        return components;
    }
}
