package io.countersign.maven;

import io.countersign.command.ClassifyCommand;
import io.countersign.command.Command;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes a first set of masking rules for copies of a stage, by the names, types and some values of its columns.
 */
@Mojo(name = "classify", requiresProject = false, aggregator = true, threadSafe = true)
public final class ClassifyMojo extends AbstractStageMojo {

    /** The file to write. It must not exist. */
    @Parameter(property = "countersign.output", defaultValue = "masking.yml")
    private File output;

    @Override
    protected Command<ClassifyCommand.Result> command() {
        return new ClassifyCommand(stage(), resolved(output));
    }
}
