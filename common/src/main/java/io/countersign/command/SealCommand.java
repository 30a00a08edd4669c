package io.countersign.command;

import io.countersign.database.liquibase.LiquibaseChangelogReader;
import io.countersign.gate.Authorship;
import io.countersign.gate.TagInspection;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ProjectConfiguration;
import io.countersign.promotion.yaml.ProjectConfigurationReader;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.ReleaseSealer;
import io.countersign.release.ReleaseSources;
import io.countersign.release.SealedRelease;
import io.countersign.release.SourceRevision;
import io.countersign.release.git.SourceRepository;
import io.countersign.report.Counted;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.Evidence;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Seals a release from git, and approves it at once where that is asked for.
 *
 * @param configuration the file {@code countersign.yml}; the project is its folder
 * @param version the project's version, unless the file names one
 * @param output the folder that the release is written to
 * @param preliminaryAllowed whether a snapshot, a dirty work tree or a missing tag make a preliminary release
 * @param approval to be signed as soon as the release is sealed
 */
public record SealCommand(
        File configuration, String version, File output, boolean preliminaryAllowed, Optional<Approval> approval)
        implements Command<SealCommand.Result> {

    /** Seals, and signs nothing. */
    public SealCommand(File configuration, String version, File output, boolean preliminaryAllowed) {
        this(configuration, version, output, preliminaryAllowed, Optional.empty());
    }

    /**
     * What {@link ApproveCommand} takes besides the release.
     *
     * @param stage that the release may enter
     * @param role to act in, where the key belongs to several roles of the stage's rule
     * @param comment to be remembered with the approval
     * @param showSql whether to connect to the stage's target and show the SQL that would run there
     */
    public record Approval(StageInput stage, KeyInput key, Optional<String> role, String comment, boolean showSql) {
        private ApproveCommand of(File release) {
            return new ApproveCommand(
                    new ReleaseInput(release, Optional.empty()), stage, key, role, comment, Optional.empty(), showSql);
        }
    }

    /**
     * What was sealed.
     *
     * @param file the release; {@code evidence} the folder beside it
     * @param approval where one was asked for
     */
    public record Result(
            ReleaseReference release,
            String file,
            String evidence,
            int files,
            long bytes,
            int changesets,
            boolean preliminary,
            Optional<ApproveCommand.Result> approval)
            implements CommandResult {
        @Override
        public Report report() {
            Report.Builder report = Report.titled("Sealed " + release.title())
                    .fact("Release", file)
                    .fact("SHA-256", release.digest().hex())
                    .fact(
                            "Commit",
                            release.commit()
                                    + release.tag()
                                            .map(tag -> " (tag " + tag + ")")
                                            .orElse(""))
                    .fact(
                            "Contents",
                            Counted.of(files, "file") + ", " + bytes + " bytes, " + Counted.of(changesets, "changeset"))
                    .fact(
                            "Kind",
                            preliminary
                                    ? Cell.caution("preliminary: for the first stage only")
                                    : Cell.good("release: may be approved"));
            approval.ifPresent(approved -> report.section(approved.report()));
            return report.build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        ProjectConfiguration project = ProjectConfigurationReader.read(configuration.toPath());
        String sealedVersion = project.version().orElse(version);
        if (sealedVersion.isEmpty()) {
            throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                    .found("The release has no version.")
                    .expected("the project's version, or release: in %s.", configuration)
                    .remedy("Add -Dcountersign.releaseVersion=1.4.0, or write it there.")
                    .build();
        }
        ReleaseSources sources = sources(context, project, sealedVersion);
        File zip = new File(output, project.application() + "-" + sealedVersion + "-release.zip");
        Optional<Agreement> agreement = approval.map(one -> Agreement.prepared(one.of(zip), context));
        SealedRelease release =
                ReleaseSealer.seal(sources, new LiquibaseChangelogReader(), zip.toPath(), context.progress());
        keepOrigin(sources, release);
        Optional<ApproveCommand.Result> approved = agreement.map(one -> one.sign(context, release));
        return new Result(
                ReleaseReference.of(release),
                release.file().toString(),
                release.evidenceFolder().toString(),
                release.manifest().entries().size(),
                release.manifest().entries().stream()
                        .mapToLong(entry -> entry.size())
                        .sum(),
                release.manifest().changesets().size(),
                release.manifest().preliminary(),
                approved);
    }

    /** An approval that is to come: keys and stages are read while the release is made. */
    private record Agreement(ApproveCommand command, Ahead<ApproveCommand.Means> means) {
        static Agreement prepared(ApproveCommand command, CommandContext context) {
            return new Agreement(command, Ahead.of("signing", () -> command.means(context)));
        }

        ApproveCommand.Result sign(CommandContext context, SealedRelease release) {
            try {
                return command.approve(context, means.get(), release);
            } catch (CountersignException e) {
                throw e.withState(release.file() + " is sealed, and not approved.");
            }
        }
    }

    private ReleaseSources sources(CommandContext context, ProjectConfiguration project, String sealedVersion) {
        return new ReleaseSources(
                project.file().resolveSibling(""),
                project.application(),
                sealedVersion,
                project.tag().replace(ProjectConfiguration.VERSION_PLACE, sealedVersion),
                project.changesRoot()
                        .flatMap(root -> project.changelog().map(log -> new ReleaseSources.Changes(root, log))),
                fileSets(project.applicationFiles(), sealedVersion),
                configurationFiles(project, sealedVersion),
                project.requires().map(DatabaseVersion::new),
                new DatabaseVersion(project.resulting().orElse(sealedVersion)),
                preliminaryAllowed,
                context.tool());
    }

    private static List<ReleaseSources.FileSet> configurationFiles(ProjectConfiguration project, String version) {
        List<ReleaseSources.FileSet> sets = new ArrayList<>(fileSets(project.configurationFiles(), version));
        project.configuration().ifPresent(data -> sets.add(new ReleaseSources.FileSet(data.directory(), "*")));
        return sets;
    }

    /** A build leaves its files beside those of earlier versions: a pattern that names the version takes its own alone. */
    private static List<ReleaseSources.FileSet> fileSets(List<ProjectConfiguration.FileSet> sets, String version) {
        return sets.stream()
                .map(set -> new ReleaseSources.FileSet(
                        set.directory(), set.include().replace(ProjectConfiguration.VERSION_PLACE, version)))
                .toList();
    }

    /**
     * The raw commit and tag travel beside the release, so that the tag's signature can be judged, and who made the release
     * be known, where there is no repository.
     */
    private static void keepOrigin(ReleaseSources sources, SealedRelease release) {
        SourceRevision source = release.manifest().source();
        Evidence evidence = Evidence.open(release.evidenceFolder());
        try (SourceRepository repository = SourceRepository.around(sources.base())) {
            repository
                    .commitObject(source.commit())
                    .ifPresent(bytes -> evidence.addFile(Authorship.file(source), bytes));
            source.tagObject()
                    .flatMap(repository::tagObject)
                    .ifPresent(bytes -> evidence.addFile(TagInspection.FILE, bytes));
        }
    }
}
