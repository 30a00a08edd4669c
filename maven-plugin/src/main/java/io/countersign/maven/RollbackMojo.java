package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.RollbackCommand;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Takes the last deployment of a target back, database and application together.
 */
@Mojo(name = "rollback", requiresProject = false, aggregator = true, threadSafe = true)
public final class RollbackMojo extends AbstractReleaseMojo {

    /** Consent that what was written since the deployment is lost, where the way back is a restore. */
    @Parameter(property = "countersign.acceptDataLoss", defaultValue = "false")
    private boolean acceptDataLoss;

    @Override
    protected Command<RollbackCommand.Result> command() {
        return new RollbackCommand(stage(), givenRelease(), key(), acceptDataLoss, lockTimeout());
    }
}
