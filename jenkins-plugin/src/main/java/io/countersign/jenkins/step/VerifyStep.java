package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.VerifyCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;

/** Verifies a release, and its evidence where a promotion path is named. Needs no database. */
public final class VerifyStep extends AbstractReleaseStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public VerifyStep(String release) {
        super(release, "");
    }

    @Override
    boolean goesByStages() {
        return !getStages().isEmpty() || !getPromotionPath().isEmpty();
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = new HashMap<>();
        components.put("input", releaseInput(place));
        components.put("stages", place.stagesOrNull());
        return CommandOrder.of(VerifyCommand.class, components);
    }

    /** Countersign: verify a release. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
