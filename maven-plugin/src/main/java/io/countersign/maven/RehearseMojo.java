package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.RehearseCommand;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Tries a release on a scratch copy of a stage's target, there and back, measures every step, and puts the times among the
 * evidence, where plan and runbook find them. Needs no approval, and leaves the target as it is.
 */
@Mojo(name = "rehearse", requiresProject = false, aggregator = true, threadSafe = true)
public final class RehearseMojo extends AbstractReleaseMojo {
    @Override
    protected Command<RehearseCommand.Result> command() {
        return new RehearseCommand(release(), stage(), key(), lockTimeout());
    }
}
