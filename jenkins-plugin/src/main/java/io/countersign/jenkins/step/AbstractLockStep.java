package io.countersign.jenkins.step;

import io.countersign.jenkins.agent.AgentPlace;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps that work with a release on a target, and so wait for its lock. */
public abstract class AbstractLockStep extends AbstractKeyStep {
    private static final long serialVersionUID = 1L;

    protected AbstractLockStep(String release, String stage) {
        super(release, stage);
    }

    @DataBoundSetter
    public final void setLockTimeout(int lockTimeout) {
        giveLockTimeout(lockTimeout);
    }

    @Override
    Map<String, Object> components(AgentPlace place) {
        Map<String, Object> components = super.components(place);
        components.put("patienceSeconds", getLockTimeout());
        return components;
    }
}
