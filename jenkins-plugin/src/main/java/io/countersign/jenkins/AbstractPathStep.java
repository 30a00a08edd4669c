package io.countersign.jenkins;

import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps that go by a promotion path: one that an administrator keeps, or a file of the workspace. */
public abstract class AbstractPathStep extends AbstractCommandStep {
    private static final long serialVersionUID = 1L;

    private String stages = "";
    private String promotionPath = "";

    public final String getStages() {
        return stages;
    }

    @DataBoundSetter
    public final void setStages(String stages) {
        this.stages = orEmpty(stages);
    }

    public final String getPromotionPath() {
        return promotionPath;
    }

    @DataBoundSetter
    public final void setPromotionPath(String promotionPath) {
        this.promotionPath = orEmpty(promotionPath);
    }

    @Override
    final String promotionPath() {
        return promotionPath;
    }

    @Override
    final String stagesFile() {
        return stages;
    }

    @Override
    boolean goesByStages() {
        return true;
    }

    /** The key as a command takes it: by the name under which {@link AgentSettings} hands it over. */
    static Map<String, Object> keyInput(String credentialsId) {
        Map<String, Object> input = new HashMap<>();
        input.put("file", null);
        input.put("environment", credentialsId.isEmpty() ? null : AgentSettings.KEY_VARIABLE);
        input.put("gpg", null);
        return input;
    }
}
