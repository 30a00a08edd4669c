package io.countersign.jenkins.step;

import io.countersign.jenkins.agent.AgentPlace;
import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps about a release before one stage. */
public abstract class AbstractStageStep extends AbstractReleaseStep {
    private static final long serialVersionUID = 1L;

    protected AbstractStageStep(String release, String stage) {
        super(release, stage);
    }

    @DataBoundSetter
    public final void setTarget(String target) {
        giveTarget(target);
    }

    /** What the commands of all these steps take. */
    Map<String, Object> components(AgentPlace place) {
        Map<String, Object> components = new HashMap<>();
        components.put("release", releaseInput(place));
        components.put("stage", stageInput(place));
        return components;
    }
}
