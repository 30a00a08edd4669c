package io.countersign.maven;

import io.countersign.command.CheckCommand;
import io.countersign.command.Command;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Asks the gate of a stage: every check with its result. Changes nothing.
 */
@Mojo(name = "check", requiresProject = false, aggregator = true, threadSafe = true)
public final class CheckMojo extends AbstractReleaseMojo {
    @Override
    protected Command<CheckCommand.Result> command() {
        return new CheckCommand(release(), stage(), key());
    }
}
