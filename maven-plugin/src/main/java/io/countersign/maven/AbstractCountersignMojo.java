package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.CommandResult;
import io.countersign.command.ReleaseInput;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * What all goals have in common: they fill in one command, show its result, and translate a problem once, here. A refusal
 * fails the build ({@code BUILD FAILURE}, the product said no), a fault is an error of something the product needs.
 */
abstract class AbstractCountersignMojo extends AbstractMojo {
    private static final String STANDALONE = "standalone-pom";

    /**
     * Where to write the result as JSON as well. Where goals or modules of one build name the same file, it holds an array of
     * all their results, in the order in which they came.
     */
    @Parameter(property = "countersign.report")
    private File report;

    /**
     * Where to write the result as a page as well, which needs nothing else and prints as it is. Where goals or modules of one
     * build name the same file, it shows all their results.
     */
    @Parameter(property = "countersign.html")
    private File html;

    /** Skips the goal. */
    @Parameter(property = "countersign.skip", defaultValue = "false")
    private boolean skip;

    /**
     * The id of a <code>server</code> in <code>settings.xml</code> whose (encrypted) password or passphrase unlocks the
     * secret key. The environment variable <code>COUNTERSIGN_PASSPHRASE</code> comes before it.
     */
    @Parameter(property = "countersign.passphraseServer", defaultValue = "countersign")
    private String passphraseServer;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${plugin.version}", readonly = true, required = true)
    private String pluginVersion;

    @Inject
    private SettingsDecrypter decrypter;

    /** The command that this goal stands for, filled in from the parameters. */
    protected abstract Command<? extends CommandResult> command();

    /** The commands, each with what only Maven can do with its result, such as attaching a file. */
    protected Map<Command<? extends CommandResult>, Consumer<CommandResult>> commands() {
        return Map.of(command(), result -> {});
    }

    /** Why there is nothing to do here, for goals that run in every module of a build. */
    protected Optional<String> nothingToDo() {
        return Optional.empty();
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped by countersign.skip.");
            return;
        }
        Optional<String> idle = nothingToDo();
        if (idle.isPresent()) {
            getLog().info(idle.get());
            return;
        }
        Problem problem;
        try {
            MavenCommandContext context =
                    new MavenCommandContext(session, decrypter, passphraseServer, pluginVersion, getLog());
            Optional<Problem> refusal = run(context);
            if (refusal.isEmpty()) {
                return;
            }
            problem = refusal.get();
        } catch (CountersignException e) {
            getLog().debug(e.problem().code().code(), e.code() == ProblemCode.INTERNAL ? e : null);
            problem = e.problem();
            if (problem.code() == ProblemCode.INTERNAL) {
                throw new MojoExecutionException(problem.text(), e);
            }
        }
        if (problem.code().kind() == ProblemCode.Kind.REFUSAL) {
            throw new MojoFailureException(problem.text());
        }
        throw new MojoExecutionException(problem.text());
    }

    private Optional<Problem> run(MavenCommandContext context) {
        // what cannot be written is refused before anything is done
        Stream.of(report, html).filter(Objects::nonNull).forEach(this::resolved);
        for (Map.Entry<Command<? extends CommandResult>, Consumer<CommandResult>> each :
                commands().entrySet()) {
            CommandResult result = each.getKey().execute(context);
            context.show(result.report());
            writeReport(result);
            writePage(result);
            each.getValue().accept(result);
            if (result.refusal().isPresent()) {
                return result.refusal();
            }
        }
        return Optional.empty();
    }

    private void writeReport(CommandResult result) {
        if (report != null) {
            new ReportFile(report.toPath()).add(session, result);
        }
    }

    private void writePage(CommandResult result) {
        if (html != null) {
            new PageFile(resolved(html).toPath()).add(session, result.page());
        }
    }

    /**
     * Relative files of the command line belong to the folder in which Maven was started.
     *
     * @throws CountersignException PARAMETER_INVALID for {@code ~}, which only a shell knows, and only where a word begins: a folder
     *     of that name would be made
     */
    protected final File resolved(File file) {
        for (Path name : file.toPath()) {
            if (name.toString().equals("~")) {
                throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                        .found("The shell has left the ~ in %s as it is.", file)
                        .expected("a path without it: behind an equals sign most shells do not expand it.")
                        .remedy("Write $HOME in its place, or the whole path.")
                        .build();
            }
        }
        return file.isAbsolute() ? file : new File(session.getExecutionRootDirectory(), file.getPath());
    }

    /**
     * A parameter that a goal cannot do without.
     *
     * @param name behind {@code -Dcountersign.}
     * @param what it is that was not named, with its article
     * @param expected what it should be, without a full stop
     * @throws CountersignException PARAMETER_MISSING
     */
    protected static String required(String name, String value, String what, String expected) {
        if (value == null || value.isBlank()) {
            throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                    .found("%s was named.", what)
                    .expected("%s.", expected)
                    .remedy("Add -Dcountersign.%s=….", name)
                    .build();
        }
        return value;
    }

    protected final MavenSession session() {
        return session;
    }

    /**
     * A release with its evidence.
     *
     * @param named null for the one that is meant
     * @param evidence null for the folder beside the release; one that was named has to be there, because an empty one would be
     *     told as missing approvals
     */
    protected final ReleaseInput releaseInput(File named, File evidence) {
        Optional<File> folder = Optional.ofNullable(evidence).map(this::resolved);
        folder.filter(one -> !one.exists()).ifPresent(one -> {
            throw CountersignException.problem(ProblemCode.FILE_MISSING)
                    .found("There is no folder %s.", one)
                    .expected("the folder of the release's evidence.")
                    .remedy("Correct -Dcountersign.evidence, or leave it out for the folder beside the release.")
                    .build();
        });
        return new ReleaseInput(releaseFile(named), folder);
    }

    private File releaseFile(File named) {
        return named != null
                ? resolved(named)
                : new SealedFiles(new File(session.getExecutionRootDirectory()), projectVersion()).only();
    }

    /** The version of the project in whose folder Maven was started; empty where there is none. */
    protected final Optional<String> projectVersion() {
        return Optional.ofNullable(session.getTopLevelProject())
                .filter(AbstractCountersignMojo::isReal)
                .map(MavenProject::getVersion);
    }

    /** Whether it has a pom.xml; Maven makes up a project where there is none. */
    protected static boolean isReal(MavenProject project) {
        return project.getBasedir() != null && !STANDALONE.equals(project.getArtifactId());
    }
}
