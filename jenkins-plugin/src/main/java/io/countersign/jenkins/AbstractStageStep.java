package io.countersign.jenkins;

import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps about a release before one stage. */
public abstract class AbstractStageStep extends AbstractReleaseStep {
    private static final long serialVersionUID = 1L;

    /** How long steps wait for the lock of a target, unless told otherwise. */
    static final int PATIENCE_SECONDS = 60;

    private final String stage;
    private String target = "";

    protected AbstractStageStep(String release, String stage) {
        super(release);
        this.stage = orEmpty(stage);
    }

    public final String getStage() {
        return stage;
    }

    public final String getTarget() {
        return target;
    }

    @DataBoundSetter
    public final void setTarget(String target) {
        this.target = orEmpty(target);
    }

    @Override
    final String stageAsked() {
        return stage;
    }

    final Map<String, Object> stageInput(AgentPlace place) {
        Map<String, Object> input = new HashMap<>();
        input.put("stages", place.stages());
        input.put("stage", stage);
        input.put("target", target.isEmpty() ? null : target);
        return input;
    }
}
