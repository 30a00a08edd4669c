package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.StatusCommand;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows the board: what every stage is at, since when, drift and ledger.
 */
@Mojo(name = "status", requiresProject = false, aggregator = true, threadSafe = true)
public final class StatusMojo extends AbstractCountersignMojo {

    /** The promotion path. */
    @Parameter(property = "countersign.stages", defaultValue = "stages.yml")
    private File stages;

    /** One stage alone. */
    @Parameter(property = "countersign.stage")
    private String stage;

    /** The targets of this name alone. */
    @Parameter(property = "countersign.target")
    private String target;

    @Override
    protected Command<StatusCommand.Result> command() {
        return new StatusCommand(resolved(stages), Optional.ofNullable(stage), Optional.ofNullable(target));
    }
}
