package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.InitCommand;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes commented <code>countersign.yml</code> and <code>stages.yml</code> for this project, and tells the next step.
 */
@Mojo(name = "init", requiresProject = false, aggregator = true, threadSafe = true)
public final class InitMojo extends AbstractCountersignMojo {

    /** The application's name; the artifact id of the project, or the folder's name. */
    @Parameter(property = "countersign.application")
    private String application;

    @Override
    protected Command<InitCommand.Result> command() {
        return new InitCommand(
                new File(session().getExecutionRootDirectory()), Optional.ofNullable(application), projectVersion());
    }
}
