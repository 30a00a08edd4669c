package io.countersign.maven;

import io.countersign.command.AbBackCommand;
import io.countersign.command.Command;
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

    @Override
    protected Command<AbBackCommand.Result> command() {
        return new AbBackCommand(stage(), key(), giveUpWrites, lockTimeout());
    }
}
