package io.countersign.jenkins.step;

import io.countersign.jenkins.agent.AgentPlace;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps that change a target in somebody's name, whose key Jenkins' credentials hold. */
public abstract class AbstractSignedTargetStep extends AbstractLockedTargetStep {
    private static final long serialVersionUID = 1L;

    protected AbstractSignedTargetStep(String stage) {
        super(stage);
    }

    @DataBoundSetter
    public final void setKeyCredentialsId(String keyCredentialsId) {
        giveKeyCredentialsId(keyCredentialsId);
    }

    @DataBoundSetter
    public final void setPassphraseCredentialsId(String passphraseCredentialsId) {
        givePassphraseCredentialsId(passphraseCredentialsId);
    }

    @Override
    Map<String, Object> components(AgentPlace place) {
        Map<String, Object> components = super.components(place);
        components.put("key", keyInput());
        return components;
    }
}
