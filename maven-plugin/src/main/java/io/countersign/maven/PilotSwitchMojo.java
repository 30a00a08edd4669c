package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.PilotSwitchCommand;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes a configured pilot production: deploys the release that was tried in it to the stage, by the stage's own gate,
 * together with the configuration that was made in the pilot.
 */
@Mojo(name = "pilot-switch", requiresProject = false, aggregator = true, threadSafe = true)
public final class PilotSwitchMojo extends AbstractReleaseMojo {

    /** The pilot's stage. */
    @Parameter(property = "countersign.pilot")
    private String pilot;

    /** The target of that stage, where it has several. */
    @Parameter(property = "countersign.pilotTarget")
    private String pilotTarget;

    /** What a release is made of; it names the configuration tables where the release does not. */
    @Parameter(property = "countersign.configuration", defaultValue = "countersign.yml")
    private File configuration;

    /** Consent that what was changed in the stage's configuration since the pilot's last copy is replaced. */
    @Parameter(property = "countersign.leaveBehind", defaultValue = "false")
    private boolean leaveBehind;

    @Override
    protected Command<PilotSwitchCommand.Result> command() {
        return new PilotSwitchCommand(
                stage(),
                required("pilot", pilot, "No pilot", "the stage that countersign:pilot-create made a pilot"),
                Optional.ofNullable(pilotTarget),
                release(),
                key(),
                resolved(configuration),
                leaveBehind,
                lockTimeout());
    }
}
