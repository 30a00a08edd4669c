package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.CommandResult;
import io.countersign.command.SealCommand;
import java.io.File;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Seals a release from a clean work tree at a git tag, reproducibly, and attaches it to the build (type zip, classifier
 * release). In a build of several modules it runs where there is a <code>countersign.yml</code>.
 */
@Mojo(name = "seal", defaultPhase = LifecyclePhase.PACKAGE, requiresProject = false, threadSafe = true)
public final class SealMojo extends AbstractCountersignMojo {
    private static final String STANDALONE = "standalone-pom";

    /** What is sealed. */
    @Parameter(property = "countersign.configuration", defaultValue = "countersign.yml")
    private File configuration;

    /** The release's version, unless <code>countersign.yml</code> names one; the project's version by default. */
    @Parameter(property = "countersign.releaseVersion")
    private String version;

    /** Where the release is written; the project's build directory, or <code>target</code> without a project. */
    @Parameter(property = "countersign.output")
    private File output;

    /** Whether a snapshot, a dirty work tree or a missing tag make a preliminary release, for the first stage only. */
    @Parameter(property = "countersign.preliminary", defaultValue = "false")
    private boolean preliminary;

    @Parameter(defaultValue = "${project}", readonly = true)
    private MavenProject project;

    @Inject
    private MavenProjectHelper projectHelper;

    @Override
    protected Optional<String> nothingToDo() {
        boolean several = session().getProjects().size() > 1;
        return several && !configurationFile().isFile()
                ? Optional.of("No " + configuration.getName() + " in this module; nothing to seal.")
                : Optional.empty();
    }

    @Override
    protected Command<SealCommand.Result> command() {
        return new SealCommand(configurationFile(), projectVersion(), outputFolder(), preliminary);
    }

    private File configurationFile() {
        return configuration.isAbsolute() || !isProject()
                ? resolved(configuration)
                : new File(project.getBasedir(), configuration.getPath());
    }

    private File outputFolder() {
        if (output != null) {
            return resolved(output);
        }
        return isProject()
                ? new File(project.getBuild().getDirectory())
                : new File(session().getExecutionRootDirectory(), "target");
    }

    private String projectVersion() {
        if (version != null) {
            return version;
        }
        return isProject() ? project.getVersion() : "";
    }

    private boolean isProject() {
        return project != null && project.getBasedir() != null && !STANDALONE.equals(project.getArtifactId());
    }

    @Override
    protected void handle(CommandResult result) {
        if (isProject() && result instanceof SealCommand.Result sealed) {
            projectHelper.attachArtifact(project, "zip", "release", new File(sealed.file()));
        }
    }
}
