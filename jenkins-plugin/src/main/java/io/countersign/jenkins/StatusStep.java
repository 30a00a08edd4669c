package io.countersign.jenkins;

import hudson.Extension;
import hudson.FilePath;
import io.countersign.command.StatusCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Shows the board: what every target is at, since when, drift and ledger. */
public final class StatusStep extends AbstractCommandStep {
    private static final long serialVersionUID = 1L;

    private String stages = AbstractStageStep.STAGES;
    private String stage = "";

    @DataBoundConstructor
    public StatusStep() {
        super();
    }

    public String getStages() {
        return stages;
    }

    @DataBoundSetter
    public void setStages(String stages) {
        this.stages = orEmpty(stages).isEmpty() ? AbstractStageStep.STAGES : orEmpty(stages);
    }

    public String getStage() {
        return stage;
    }

    @DataBoundSetter
    public void setStage(String stage) {
        this.stage = orEmpty(stage);
    }

    @Override
    List<String> credentials(FilePath workspace) throws Exception {
        return workspace.child(stages).act(new CredentialsAsked(stage));
    }

    @Override
    CommandOrder order(FilePath workspace) {
        Map<String, Object> components = new HashMap<>();
        components.put("stages", workspace.child(stages).getRemote());
        components.put("stage", stage.isEmpty() ? null : stage);
        return CommandOrder.of(StatusCommand.class, components);
    }

    /** Countersign: show what every stage is at. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {
        @Override
        public String getFunctionName() {
            return "countersignStatus";
        }

        @Override
        public String getDisplayName() {
            return "Countersign: show what every stage is at";
        }
    }
}
