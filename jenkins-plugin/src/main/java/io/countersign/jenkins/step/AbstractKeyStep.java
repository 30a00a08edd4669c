package io.countersign.jenkins.step;

import io.countersign.jenkins.agent.AgentPlace;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps about a release before one stage that may sign, with a key that Jenkins' credentials hold. */
public abstract class AbstractKeyStep extends AbstractStageStep {
    private static final long serialVersionUID = 1L;

    protected AbstractKeyStep(String release, String stage) {
        super(release, stage);
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
