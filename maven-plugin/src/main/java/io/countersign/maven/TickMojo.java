package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.TickCommand;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Records in the ledger of a target that a step of a runbook was done by hand: by whom, when, and a note.
 */
@Mojo(name = "tick", requiresProject = false, aggregator = true, threadSafe = true)
public final class TickMojo extends AbstractReleaseMojo {

    /** The step's id, as the runbook shows it beside the title, for example <code>announce</code>. */
    @Parameter(property = "countersign.step")
    private String step;

    /** Who did it. Without it, the owner of the key; without a key, the user who runs Maven. */
    @Parameter(property = "countersign.doneBy")
    private String doneBy;

    /** When, as an ISO 8601 instant. Without it, now. */
    @Parameter(property = "countersign.doneAt")
    private String doneAt;

    /** What is worth remembering. */
    @Parameter(property = "countersign.note", defaultValue = "")
    private String note;

    @Override
    protected Command<TickCommand.Result> command() {
        return new TickCommand(
                release(),
                stage(),
                key(),
                step == null ? "" : step,
                Optional.ofNullable(doneBy),
                Optional.ofNullable(doneAt),
                note == null ? "" : note,
                lockTimeout());
    }
}
