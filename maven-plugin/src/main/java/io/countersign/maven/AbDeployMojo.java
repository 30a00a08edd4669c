package io.countersign.maven;

import io.countersign.command.AbDeployCommand;
import io.countersign.command.Command;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Puts a release into the slot of a target that is not live, by the stage's gate, and looks at its health there, while the live
 * slot serves on.
 */
@Mojo(name = "ab-deploy", requiresProject = false, aggregator = true, threadSafe = true)
public final class AbDeployMojo extends AbstractReleaseMojo {
    @Override
    protected Command<AbDeployCommand.Result> command() {
        return new AbDeployCommand(release(), stage(), key(), lockTimeout());
    }
}
