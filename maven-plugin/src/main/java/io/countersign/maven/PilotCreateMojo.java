package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.PilotCommand;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Makes a stage a pilot: a copy of production's records, upgraded by a release, for its users to configure and to try.
 */
@Mojo(name = "pilot-create", requiresProject = false, aggregator = true, threadSafe = true)
public final class PilotCreateMojo extends AbstractPilotMojo {

    @Override
    protected Command<PilotCommand.Result> command() {
        return command(PilotCommand.Kind.CREATE);
    }
}
