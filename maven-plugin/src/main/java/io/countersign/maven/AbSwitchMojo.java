package io.countersign.maven;

import io.countersign.command.AbSwitchCommand;
import io.countersign.command.Command;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes the slot that <code>ab-deploy</code> filled with a release the live one, application and database together. Repeating it
 * is safe.
 */
@Mojo(name = "ab-switch", requiresProject = false, aggregator = true, threadSafe = true)
public final class AbSwitchMojo extends AbstractReleaseMojo {

    /**
     * Whether a slot with a database of its own is filled anew while nobody can write to the live one: for when records were
     * written since <code>ab-deploy</code>.
     */
    @Parameter(property = "countersign.refresh", defaultValue = "false")
    private boolean refresh;

    @Override
    protected Command<AbSwitchCommand.Result> command() {
        return new AbSwitchCommand(release(), stage(), key(), refresh, lockTimeout());
    }
}
