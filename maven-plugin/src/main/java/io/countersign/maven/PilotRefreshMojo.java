package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.PilotCommand;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Brings a pilot's records up to date, through the upgrade by the release; the configuration made in the pilot stays.
 */
@Mojo(name = "pilot-refresh", requiresProject = false, aggregator = true, threadSafe = true)
public final class PilotRefreshMojo extends AbstractPilotMojo {

    @Override
    protected Command<PilotCommand.Result> command() {
        return command(PilotCommand.Kind.REFRESH);
    }
}
