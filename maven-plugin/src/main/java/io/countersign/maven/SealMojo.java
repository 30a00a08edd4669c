package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.CommandResult;
import io.countersign.command.SealCommand;
import io.countersign.command.StageInput;
import io.countersign.signature.Evidence;
import io.countersign.signature.EvidenceArchive;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Seals a release from a clean work tree at a git tag, reproducibly, and attaches it to the build (type zip, classifier
 * release) together with the evidence that there is by then (type zip, classifier evidence). Sealing once more gives the same
 * release and takes later evidence along. In a build of several modules it seals where there is a <code>countersign.yml</code>.
 * With <code>countersign.approveFor</code> it also signs, with the key given, that the release may enter a stage,
 * as <code>approve</code> does.
 */
@Mojo(name = "seal", defaultPhase = LifecyclePhase.PACKAGE, requiresProject = false, threadSafe = true)
public final class SealMojo extends AbstractSigningMojo {
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

    /** A stage that the release may enter: signs an approval for it as soon as the release is sealed. */
    @Parameter(property = "countersign.approveFor")
    private String approveFor;

    /** For an approval: the promotion path. */
    @Parameter(property = "countersign.stages", defaultValue = "stages.yml")
    private File stages;

    /** For an approval: the role to act in, where the key belongs to several. */
    @Parameter(property = "countersign.role")
    private String role;

    /** Remembered with the approval. */
    @Parameter(property = "countersign.comment", defaultValue = "")
    private String comment;

    /** Before approving: whether to connect to the stage and show the SQL that would run there. */
    @Parameter(property = "countersign.showSql", defaultValue = "true")
    private boolean showSql;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Inject
    private MavenProjectHelper projectHelper;

    @Override
    protected Optional<String> nothingToDo() {
        boolean elsewhere = session().getAllProjects().stream()
                .anyMatch(each -> isBelowProject() && configurationFile(each).isFile());
        return projects().isEmpty() && elsewhere
                ? Optional.of("No " + configuration.getName() + " here; nothing to seal.")
                : Optional.empty();
    }

    @Override
    protected Map<Command<? extends CommandResult>, Consumer<CommandResult>> commands() {
        Map<Command<? extends CommandResult>, Consumer<CommandResult>> commands = new LinkedHashMap<>();
        List<MavenProject> sealed = projects();
        // where no module of the whole build has the file, this one is refused for it
        for (MavenProject each : sealed.isEmpty() ? List.of(project) : sealed) {
            commands.put(command(each), result -> attach(each, result));
        }
        return commands;
    }

    @Override
    protected Command<SealCommand.Result> command() {
        return command(project);
    }

    /** Maven runs a goal that can do without a project once, in the root, where it is called by name: for all modules. */
    private List<MavenProject> projects() {
        List<MavenProject> all = session().getProjects();
        if (all.size() <= 1) {
            return List.of(project);
        }
        List<MavenProject> candidates =
                execution.getSource() == MojoExecution.Source.CLI && project.isExecutionRoot() && isBelowProject()
                        ? all
                        : List.of(project);
        return candidates.stream()
                .filter(each -> configurationFile(each).isFile())
                .toList();
    }

    /** Whether the configuration is a file of each project, and not one somewhere else that would be sealed for each. */
    private boolean isBelowProject() {
        return configuration.toPath().startsWith(project.getBasedir().toPath());
    }

    private Command<SealCommand.Result> command(MavenProject one) {
        return new SealCommand(configurationFile(one), version(one), outputFolder(one), preliminary, approval());
    }

    private Optional<SealCommand.Approval> approval() {
        return Optional.ofNullable(approveFor)
                .map(stage -> new SealCommand.Approval(
                        new StageInput(resolved(stages), stage, Optional.empty()),
                        key(),
                        Optional.ofNullable(role),
                        comment == null ? "" : comment,
                        showSql));
    }

    /** Maven has made the parameter absolute, from the folder of the project that this goal runs in. */
    private File configurationFile(MavenProject one) {
        if (one.equals(project)) {
            return resolved(configuration);
        }
        Path here = project.getBasedir().toPath();
        Path file = configuration.toPath();
        return one.getBasedir().toPath().resolve(here.relativize(file)).toFile();
    }

    private File outputFolder(MavenProject one) {
        if (output != null) {
            return resolved(output);
        }
        return isReal(one)
                ? new File(one.getBuild().getDirectory())
                : new File(session().getExecutionRootDirectory(), "target");
    }

    private String version(MavenProject one) {
        if (version != null) {
            return version;
        }
        return isReal(one) ? one.getVersion() : "";
    }

    private void attach(MavenProject one, CommandResult result) {
        if (isReal(one) && result instanceof SealCommand.Result release) {
            projectHelper.attachArtifact(one, "zip", "release", new File(release.file()));
            Path evidence = Path.of(release.evidence());
            Path archive = EvidenceArchive.write(
                    Evidence.open(evidence), evidence.resolveSibling(evidence.getFileName() + ".zip"));
            projectHelper.attachArtifact(one, "zip", "evidence", archive.toFile());
        }
    }
}
