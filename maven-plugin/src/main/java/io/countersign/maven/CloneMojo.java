package io.countersign.maven;

import io.countersign.command.CloneCommand;
import io.countersign.command.CloneResult;
import io.countersign.command.Command;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Copies a target, schema and data, onto an empty one. Signs with a key of the role
 * that acts on the stage to copy to, where that stage names one.
 */
@Mojo(name = "clone", requiresProject = false, aggregator = true, threadSafe = true)
public final class CloneMojo extends AbstractCloneMojo {
    @Override
    protected Command<CloneResult> command() {
        return new CloneCommand(input(), key(), lockTimeout());
    }
}
