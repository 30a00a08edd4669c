package io.countersign.maven;

import io.countersign.command.BackupCommand;
import io.countersign.command.Command;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Makes a backup of a target now and records it in the ledger.
 */
@Mojo(name = "backup", requiresProject = false, aggregator = true, threadSafe = true)
public final class BackupMojo extends AbstractStageMojo {
    @Override
    protected Command<BackupCommand.Result> command() {
        return new BackupCommand(stage(), lockTimeout());
    }
}
