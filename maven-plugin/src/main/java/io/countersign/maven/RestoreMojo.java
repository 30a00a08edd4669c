package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.RestoreCommand;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Brings a target back to a backup that its ledger records.
 */
@Mojo(name = "restore", requiresProject = false, aggregator = true, threadSafe = true)
public final class RestoreMojo extends AbstractKeyMojo {

    /** The operation that the backup was made for; without it, the newest backup. */
    @Parameter(property = "countersign.operation")
    private String operation;

    /** Consent that what was written since the backup is lost. */
    @Parameter(property = "countersign.acceptDataLoss", defaultValue = "false")
    private boolean acceptDataLoss;

    @Override
    protected Command<RestoreCommand.Result> command() {
        return new RestoreCommand(stage(), Optional.ofNullable(operation), key(), acceptDataLoss, lockTimeout());
    }
}
