package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.CommandResult;
import io.countersign.command.RollbackCommand;
import io.countersign.command.RollbackToCommand;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Takes the last deployment of a target back, database and application together; or all since the release that
 * <code>countersign.to</code> names. Where <code>countersign.release</code> is given, its evidence is told, and the next stage lets it
 * in no more.
 */
@Mojo(name = "rollback", requiresProject = false, aggregator = true, threadSafe = true)
public final class RollbackMojo extends AbstractReleaseMojo {

    /** Consent that what was written since the deployment is lost, where the way back is a restore. */
    @Parameter(property = "countersign.acceptDataLoss", defaultValue = "false")
    private boolean acceptDataLoss;

    /** The version, or the tag, of an earlier release to go back to, over all that were deployed since. */
    @Parameter(property = "countersign.to")
    private String to;

    @Override
    protected Command<? extends CommandResult> command() {
        if (to != null && !to.isBlank()) {
            return new RollbackToCommand(stage(), to.strip(), givenRelease(), key(), acceptDataLoss, lockTimeout());
        }
        return new RollbackCommand(stage(), givenRelease(), key(), acceptDataLoss, lockTimeout());
    }
}
