package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.TickCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Records in the ledger of a target that a step of a runbook was done by hand. */
public final class TickStep extends AbstractLockStep {
    private static final long serialVersionUID = 1L;

    private final String step;
    private String doneBy = "";
    private String doneAt = "";
    private String note = "";

    @DataBoundConstructor
    public TickStep(String release, String stage, String step) {
        super(release, stage);
        this.step = orEmpty(step);
    }

    public String getStep() {
        return step;
    }

    public String getDoneBy() {
        return doneBy;
    }

    @DataBoundSetter
    public void setDoneBy(String doneBy) {
        this.doneBy = orEmpty(doneBy);
    }

    public String getDoneAt() {
        return doneAt;
    }

    @DataBoundSetter
    public void setDoneAt(String doneAt) {
        this.doneAt = orEmpty(doneAt);
    }

    public String getNote() {
        return note;
    }

    @DataBoundSetter
    public void setNote(String note) {
        this.note = orEmpty(note);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("step", step);
        components.put("doneBy", orNull(doneBy));
        components.put("doneAt", orNull(doneAt));
        components.put("note", note);
        return CommandOrder.of(TickCommand.class, components);
    }

    /** Done twice, it would be in the ledger twice. */
    @Override
    Optional<String> objectionToRepeating() {
        return Optional.of(interrupted(
                "a step of the runbook was ticked off",
                "Look by countersignHistory whether the ledger has it, and tick it off if not."));
    }

    /** Countersign: tick a step of a runbook off. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
