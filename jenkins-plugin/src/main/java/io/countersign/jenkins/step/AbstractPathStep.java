package io.countersign.jenkins.step;

import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.AgentSettings;
import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Steps that go by a promotion path: one that an administrator keeps, or a file of the workspace. What many of them have is
 * kept here; which of it a step's own users may set, its class says by a setter.
 */
public abstract class AbstractPathStep extends AbstractCommandStep {
    private static final long serialVersionUID = 1L;

    /** How long steps wait for the lock of a target, unless told otherwise. */
    private static final int PATIENCE_SECONDS = 60;

    private String stage;
    private String stages = "";
    private String promotionPath = "";
    private String target = "";
    private String keyCredentialsId = "";
    private String passphraseCredentialsId = "";
    private int lockTimeout = PATIENCE_SECONDS;

    /** @param stage the one that the step is about; empty for all */
    protected AbstractPathStep(String stage) {
        this.stage = orEmpty(stage);
    }

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

    public final String getStage() {
        return stage;
    }

    final void giveStage(String given) {
        this.stage = orEmpty(given);
    }

    public final String getTarget() {
        return target;
    }

    final void giveTarget(String given) {
        this.target = orEmpty(given);
    }

    public final String getKeyCredentialsId() {
        return keyCredentialsId;
    }

    final void giveKeyCredentialsId(String given) {
        this.keyCredentialsId = orEmpty(given);
    }

    public final String getPassphraseCredentialsId() {
        return passphraseCredentialsId;
    }

    final void givePassphraseCredentialsId(String given) {
        this.passphraseCredentialsId = orEmpty(given);
    }

    public final int getLockTimeout() {
        return lockTimeout;
    }

    final void giveLockTimeout(int given) {
        this.lockTimeout = given;
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

    @Override
    final String stageAsked() {
        return stage;
    }

    @Override
    final String keyId() {
        return keyCredentialsId;
    }

    @Override
    final String passphraseId() {
        return passphraseCredentialsId;
    }

    /** The stage and target as most commands take them. */
    final Map<String, Object> stageInput(AgentPlace place) {
        Map<String, Object> input = new HashMap<>();
        input.put("stages", place.stages());
        input.put("stage", stage);
        input.put("target", orNull(target));
        return input;
    }

    /** The key as a command takes it: by the name under which {@link AgentSettings} hands it over. */
    final Map<String, Object> keyInput() {
        Map<String, Object> input = new HashMap<>();
        input.put("file", null);
        input.put("environment", keyCredentialsId.isEmpty() ? null : AgentSettings.KEY_VARIABLE);
        input.put("gpg", null);
        return input;
    }
}
