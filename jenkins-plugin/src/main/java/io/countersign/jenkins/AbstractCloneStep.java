package io.countersign.jenkins;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps that copy one target onto another. */
public abstract class AbstractCloneStep extends AbstractPathStep {
    private static final long serialVersionUID = 1L;

    private final String from;
    private final String to;
    private String fromTarget = "";
    private String target = "";
    private String keyCredentialsId = "";
    private String passphraseCredentialsId = "";
    private int lockTimeout = AbstractStageStep.PATIENCE_SECONDS;

    protected AbstractCloneStep(String from, String to) {
        this.from = orEmpty(from);
        this.to = orEmpty(to);
    }

    public final String getFrom() {
        return from;
    }

    public final String getTo() {
        return to;
    }

    public final String getFromTarget() {
        return fromTarget;
    }

    @DataBoundSetter
    public final void setFromTarget(String fromTarget) {
        this.fromTarget = orEmpty(fromTarget);
    }

    public final String getTarget() {
        return target;
    }

    @DataBoundSetter
    public final void setTarget(String target) {
        this.target = orEmpty(target);
    }

    public final String getKeyCredentialsId() {
        return keyCredentialsId;
    }

    @DataBoundSetter
    public final void setKeyCredentialsId(String keyCredentialsId) {
        this.keyCredentialsId = orEmpty(keyCredentialsId);
    }

    public final String getPassphraseCredentialsId() {
        return passphraseCredentialsId;
    }

    @DataBoundSetter
    public final void setPassphraseCredentialsId(String passphraseCredentialsId) {
        this.passphraseCredentialsId = orEmpty(passphraseCredentialsId);
    }

    public final int getLockTimeout() {
        return lockTimeout;
    }

    @DataBoundSetter
    public final void setLockTimeout(int lockTimeout) {
        this.lockTimeout = lockTimeout;
    }

    /** The one that is changed. */
    @Override
    final String stageAsked() {
        return to;
    }

    @Override
    final List<String> stagesTouched() {
        return List.of(from, to);
    }

    @Override
    final String keyId() {
        return keyCredentialsId;
    }

    @Override
    final String passphraseId() {
        return passphraseCredentialsId;
    }

    /** What both commands take. */
    final Map<String, Object> components(AgentPlace place) {
        Map<String, Object> input = new HashMap<>();
        input.put("stages", place.stages());
        input.put("from", from);
        input.put("fromTarget", fromTarget.isEmpty() ? null : fromTarget);
        input.put("to", to);
        input.put("toTarget", target.isEmpty() ? null : target);
        Map<String, Object> components = new HashMap<>();
        components.put("input", input);
        components.put("key", keyInput(keyCredentialsId));
        components.put("patienceSeconds", lockTimeout);
        return components;
    }
}
