package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.PilotCommand;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** Goals that make a copy of production with a release on it. */
abstract class AbstractPilotMojo extends AbstractReleaseMojo {

    /** The stage to copy from, for example <code>PRD</code>. */
    @Parameter(property = "countersign.from")
    private String from;

    /** The target of that stage, where it has several. */
    @Parameter(property = "countersign.fromTarget")
    private String fromTarget;

    /** What a release is made of; it names the configuration tables where the release does not. */
    @Parameter(property = "countersign.configuration", defaultValue = "countersign.yml")
    private File configuration;

    /** Consent that what was changed in the source's configuration since the last copy is not in the pilot. */
    @Parameter(property = "countersign.leaveBehind", defaultValue = "false")
    private boolean leaveBehind;

    protected final Command<PilotCommand.Result> command(PilotCommand.Kind kind) {
        return new PilotCommand(
                stage(),
                required("from", from, "No stage to copy from", "the stage that is production"),
                Optional.ofNullable(fromTarget),
                release(),
                key(),
                resolved(configuration),
                kind,
                leaveBehind,
                lockTimeout());
    }
}
