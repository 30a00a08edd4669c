package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.ApproveWaveCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Signs that the next wave of a rollout may begin, with a key that Jenkins' credentials hold. */
public final class ApproveWaveStep extends AbstractApprovingStep {
    private static final long serialVersionUID = 1L;

    private int wave;

    @DataBoundConstructor
    public ApproveWaveStep(String release, String stage) {
        super(release, stage);
    }

    /** 0 for the one that comes next. */
    public int getWave() {
        return wave;
    }

    @DataBoundSetter
    public void setWave(int wave) {
        this.wave = wave;
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("wave", wave == 0 ? null : wave);
        return CommandOrder.of(ApproveWaveCommand.class, components);
    }

    /** Countersign: approve the next wave of a rollout. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
