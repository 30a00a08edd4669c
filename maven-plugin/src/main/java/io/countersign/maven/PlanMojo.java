package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.PlanCommand;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Says what a deployment would do: SQL, risks, transactions, way back. Changes nothing and needs no approval.
 */
@Mojo(name = "plan", requiresProject = false, aggregator = true, threadSafe = true)
public final class PlanMojo extends AbstractReleaseMojo {
    @Override
    protected Command<PlanCommand.Result> command() {
        return new PlanCommand(release(), stage());
    }
}
