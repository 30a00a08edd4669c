package io.countersign.jenkins;

import hudson.FilePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps about a release before one stage. */
public abstract class AbstractStageStep extends AbstractReleaseStep {
    private static final long serialVersionUID = 1L;

    static final String STAGES = "stages.yml";

    private final String stage;
    private String stages = STAGES;
    private String target = "";

    protected AbstractStageStep(String release, String stage) {
        super(release);
        this.stage = orEmpty(stage);
    }

    public final String getStage() {
        return stage;
    }

    public final String getStages() {
        return stages;
    }

    @DataBoundSetter
    public final void setStages(String stages) {
        this.stages = orEmpty(stages).isEmpty() ? STAGES : orEmpty(stages);
    }

    public final String getTarget() {
        return target;
    }

    @DataBoundSetter
    public final void setTarget(String target) {
        this.target = orEmpty(target);
    }

    @Override
    final List<String> credentials(FilePath workspace) throws Exception {
        return workspace.child(stages).act(new CredentialsAsked(stage));
    }

    final Map<String, Object> stageInput(FilePath workspace) {
        Map<String, Object> input = new HashMap<>();
        input.put("stages", workspace.child(stages).getRemote());
        input.put("stage", stage);
        input.put("target", target.isEmpty() ? null : target);
        return input;
    }
}
