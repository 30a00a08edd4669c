package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.ExportCommand;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes the configuration tables of a target to files, one a table, for the project to keep and to seal.
 */
@Mojo(name = "export", requiresProject = false, aggregator = true, threadSafe = true)
public final class ExportMojo extends AbstractStageMojo {

    /** What a release is made of; it names the tables. */
    @Parameter(property = "countersign.configuration", defaultValue = "countersign.yml")
    private File configuration;

    /** Where the files go; the directory that <code>countersign.yml</code> names by default. */
    @Parameter(property = "countersign.data")
    private File data;

    @Override
    protected Command<ExportCommand.Result> command() {
        return new ExportCommand(
                stage(), resolved(configuration), Optional.ofNullable(data).map(this::resolved));
    }
}
