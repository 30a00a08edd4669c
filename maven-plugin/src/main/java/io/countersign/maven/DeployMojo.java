package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.DeployCommand;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Moves a release into a stage: gate, backup, changes and ledger record, application, receipt. Repeating it is safe.
 */
@Mojo(name = "deploy", requiresProject = false, aggregator = true, threadSafe = true)
public final class DeployMojo extends AbstractReleaseMojo {
    @Override
    protected Command<DeployCommand.Result> command() {
        return new DeployCommand(release(), stage(), key(), lockTimeout());
    }
}
