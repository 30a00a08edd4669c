package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.ImportCommand;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes the configuration data of a target that of exported files or of the release that is deployed there, or takes the last
 * such change back.
 */
@Mojo(name = "import", requiresProject = false, aggregator = true, threadSafe = true)
public final class ImportMojo extends AbstractReleaseMojo {

    /** A folder that <code>export</code> wrote. */
    @Parameter(property = "countersign.data")
    private File data;

    /** Takes the last change back. */
    @Parameter(property = "countersign.undo", defaultValue = "false")
    private boolean undo;

    /** Only tells what would change. */
    @Parameter(property = "countersign.preview", defaultValue = "false")
    private boolean preview;

    @Override
    protected Command<ImportCommand.Result> command() {
        return new ImportCommand(
                stage(),
                Optional.ofNullable(data).map(this::resolved),
                givenRelease(),
                key(),
                undo,
                preview,
                lockTimeout());
    }
}
