package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.ImportCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Makes the configuration data of a target that of exported files or of the release, or takes the last such change back. */
public final class ImportStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    private String data = "";
    private boolean undo;
    private boolean preview;

    @DataBoundConstructor
    public ImportStep(String stage) {
        super("", stage);
    }

    @DataBoundSetter
    public void setRelease(String release) {
        giveRelease(release);
    }

    public String getData() {
        return data;
    }

    @DataBoundSetter
    public void setData(String data) {
        this.data = orEmpty(data);
    }

    public boolean isUndo() {
        return undo;
    }

    @DataBoundSetter
    public void setUndo(boolean undo) {
        this.undo = undo;
    }

    public boolean isPreview() {
        return preview;
    }

    @DataBoundSetter
    public void setPreview(boolean preview) {
        this.preview = preview;
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("release", givenReleaseInput(place));
        components.put("data", place.pathOrNull(data));
        components.put("undo", undo);
        components.put("preview", preview);
        return CommandOrder.of(ImportCommand.class, components);
    }

    /** Its preview shows rows of tables that the folder names. */
    @Override
    Optional<String> grantNeeded() {
        return data.isEmpty() ? Optional.empty() : Optional.of("import");
    }

    /** Done twice, it would take back the change before as well. */
    @Override
    Optional<String> objectionToRepeating() {
        return undo && !preview
                ? Optional.of(interrupted(
                        "configuration data was taken back",
                        "Look by countersignHistory whether the ledger has it, and run the step again if not."))
                : Optional.empty();
    }

    /** Countersign: import configuration data. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
