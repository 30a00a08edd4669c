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
public final class VerifyMojo extends AbstractSealedMojo {

    /** The promotion path whose roles the signatures are judged by; <code>stages.yml</code> where there is one. Without it, the
     * release alone is verified. */
    @Parameter(property = "countersign.stages")
    private File stages;

    @Override
    protected Command<VerifyCommand.Result> command() {
        return new VerifyCommand(release(), givenStages());
    }

    /** A file that was named has to be there; the usual one need not be. */
    private Optional<File> givenStages() {
        return stages != null
                ? Optional.of(resolved(stages))
                : Optional.of(resolved(new File("stages.yml"))).filter(File::isFile);
    }
}
