package io.countersign.jenkins;

import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps that may sign, with a key that Jenkins' credentials hold. */
public abstract class AbstractKeyStep extends AbstractStageStep {
    private static final long serialVersionUID = 1L;

    private String keyCredentialsId = "";
    private String passphraseCredentialsId = "";

    protected AbstractKeyStep(String release, String stage) {
        super(release, stage);
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

    @Override
    final String keyId() {
        return keyCredentialsId;
    }

    @Override
    final String passphraseId() {
        return passphraseCredentialsId;
    }

    final Map<String, Object> keyInput() {
        return keyInput(keyCredentialsId);
    }
}
