package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.VerifyCommand;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Verifies a release, and its evidence where <code>stages.yml</code> is at hand. Needs no network and no database.
 */
@Mojo(name = "verify", requiresProject = false, aggregator = true, threadSafe = true)
public final class VerifyMojo extends AbstractReleaseMojo {

    /** The promotion path whose roles the signatures are judged by. Without it, the release alone is verified. */
    @Parameter(property = "countersign.stages", defaultValue = "stages.yml")
    private File stages;

    @Override
    protected Command<VerifyCommand.Result> command() {
        return new VerifyCommand(release(), Optional.of(resolved(stages)).filter(File::isFile));
    }
}
