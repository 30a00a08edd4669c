package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.HistoryCommand;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Shows the ledger of a target, with every link of its chain verified.
 */
@Mojo(name = "history", requiresProject = false, aggregator = true, threadSafe = true)
public final class HistoryMojo extends AbstractStageMojo {
    @Override
    protected Command<HistoryCommand.Result> command() {
        return new HistoryCommand(stage());
    }
}
