package io.countersign.jenkins;

import hudson.Extension;
import io.countersign.command.VerifyCommand;
import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Verifies a release, and its evidence where a promotion path is named. Needs no database. */
public final class VerifyStep extends AbstractReleaseStep {
    private static final long serialVersionUID = 1L;

    private String stages = "";
    private String promotionPath = "";

    @DataBoundConstructor
    public VerifyStep(String release) {
        super(release);
    }

    public String getStages() {
        return stages;
    }

    @DataBoundSetter
    public void setStages(String stages) {
        this.stages = orEmpty(stages);
    }

    public String getPromotionPath() {
        return promotionPath;
    }

    @DataBoundSetter
    public void setPromotionPath(String promotionPath) {
        this.promotionPath = orEmpty(promotionPath);
    }

    @Override
    String promotionPath() {
        return promotionPath;
    }

    @Override
    String stagesFile() {
        return stages;
    }

    @Override
    boolean goesByStages() {
        return !stages.isEmpty() || !promotionPath.isEmpty();
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
    public static final class DescriptorImpl extends CommandStepDescriptor {
        @Override
        public String getFunctionName() {
            return "countersignVerify";
        }

        @Override
        public String getDisplayName() {
            return Messages.VerifyStep_displayName();
        }
    }
}
