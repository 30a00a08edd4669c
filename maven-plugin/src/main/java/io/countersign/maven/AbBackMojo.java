package io.countersign.maven;

import io.countersign.command.AbBackCommand;
import io.countersign.command.Command;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes the slot live again that was before the last <code>ab-switch</code>.
 */
@Mojo(name = "ab-back", requiresProject = false, aggregator = true, threadSafe = true)
public final class AbBackMojo extends AbstractKeyMojo {

    /** Consent that what was written since the switch stays behind, where the slots have databases of their own. */
    @Parameter(property = "countersign.giveUpWrites", defaultValue = "false")
    private boolean giveUpWrites;

    /** The folder to which these rows are written then, before anything is switched. */
    @Parameter(property = "countersign.output", defaultValue = "target")
    private File output;

    @Override
    protected Command<AbBackCommand.Result> command() {
        return new AbBackCommand(stage(), key(), giveUpWrites, resolved(output), lockTimeout());
    }
}
