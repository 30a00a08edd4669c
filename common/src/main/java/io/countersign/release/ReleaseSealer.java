package io.countersign.release;

import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.git.GitTag;
import io.countersign.release.git.SourceRepository;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes a release out of a git work tree. The same commit (and the same build output) gives the same bytes on every machine,
 * whatever its clock, zone, locale, umask and line-ending setting.
 */
public final class ReleaseSealer {
    private static final ChangelogReader.Changelog NO_CHANGES = new ChangelogReader.Changelog(List.of(), List.of(), "");

    private final ReleaseSources sources;
    private final ChangelogReader changelogs;
    private final Path zip;
    private final Progress progress;

    private ReleaseSealer(ReleaseSources sources, ChangelogReader changelogs, Path zip, Progress progress) {
        this.sources = sources;
        this.changelogs = changelogs;
        this.zip = zip.toAbsolutePath().normalize();
        this.progress = progress;
    }

    /**
     * Seals a release. The digest that is returned was computed of the bytes that were written, so whoever opens the file later
     * finds out whether it holds them.
     *
     * @param zip where the release goes; one that is there is replaced in one step. Where sealing fails, it stays as it was
     * @throws CountersignException GIT_REPOSITORY_MISSING, WORK_TREE_DIRTY, TAG_MISSING, TAG_MISMATCH, RELEASE_PRELIMINARY
     *     (a snapshot where none is allowed), SOURCE_INVALID, CHANGELOG_INVALID, CHANGELOG_FILE_MISSING, PARAMETER_INVALID,
     *     FILE_UNREADABLE, FILE_NOT_WRITABLE
     */
    public static SealedRelease seal(ReleaseSources sources, ChangelogReader changelogs, Path zip, Progress progress) {
        return new ReleaseSealer(sources, changelogs, zip, progress).seal();
    }

    private SealedRelease seal() {
        requireName("application", sources.application());
        requireName("version", sources.version());
        Path base = base();
        try (SourceRepository repository = SourceRepository.around(base);
                TemporaryFolder changes = TemporaryFolder.create("countersign-changes-")) {
            Origin origin = origin(repository);
            SourceCollector collector = new SourceCollector(repository, base, !origin.dirty(), realZip());
            List<SourceFile> files = new ArrayList<>();
            ChangelogReader.Changelog changelog = sources.changes()
                    .map(named -> changes(named, collector, changes.path(), files))
                    .orElse(NO_CHANGES);
            for (ReleaseSources.FileSet set : sources.applicationFiles()) {
                collector.matching(set).forEach(file -> files.add(file.below(Manifest.APPLICATION)));
            }
            for (ReleaseSources.FileSet set : sources.configurationFiles()) {
                collector.matching(set).forEach(file -> files.add(file.below(Manifest.CONFIGURATION)));
            }
            files.sort(Comparator.comparing(SourceFile::path));
            refuseBadPaths(files);
            return write(files, origin, changelog);
        }
    }

    /** Where the release comes from, and whether that is good enough for more than the first stage. */
    private record Origin(SourceRevision revision, boolean preliminary, boolean dirty) {}

    private Origin origin(SourceRepository repository) {
        boolean snapshot = Manifest.isSnapshot(sources.version());
        if (!sources.preliminaryAllowed()) {
            if (snapshot) {
                throw CountersignException.problem(ProblemCode.RELEASE_PRELIMINARY)
                        .found("The version %s is a snapshot.", sources.version())
                        .expected(
                                "a version that is used once, such as %s.",
                                sources.version().replace(Manifest.SNAPSHOT, ""))
                        .remedy("Set the project's version and tag it, or allow a preliminary release.")
                        .build();
            }
            repository.requireClean();
            return new Origin(revision(repository, Optional.of(repository.tagAtHead(sources.tag()))), false, false);
        }
        int changed = repository.changes().size();
        Optional<GitTag> tag =
                snapshot || changed > 0 || repository.tag(sources.tag()).isEmpty()
                        ? Optional.empty()
                        : Optional.of(repository.tagAtHead(sources.tag()));
        if (tag.isEmpty()) {
            String reason = snapshot
                    ? sources.version() + " is a snapshot"
                    : changed > 0
                            ? changed + " files are changed in the work tree"
                            : "there is no tag " + sources.tag();
            progress.warn("This release is preliminary, for the first stage only: " + reason + ".");
        }
        return new Origin(revision(repository, tag), tag.isEmpty(), changed > 0);
    }

    private static SourceRevision revision(SourceRepository repository, Optional<GitTag> tag) {
        return new SourceRevision(
                repository.commit(), tag.map(GitTag::name), tag.flatMap(GitTag::object), repository.time());
    }

    /** Liquibase reads files, not git; and only what it needs is sealed. */
    private ChangelogReader.Changelog changes(
            ReleaseSources.Changes named, SourceCollector collector, Path folder, List<SourceFile> files) {
        List<SourceFile> candidates = collector.all(named.root());
        refuseBadPaths(
                candidates.stream().map(file -> file.below(Manifest.CHANGES)).toList());
        Extraction.into(folder, extraction -> {
            for (SourceFile file : candidates) {
                try (var in = file.open()) {
                    extraction.write(file.path(), false, in);
                }
            }
        });
        ChangelogReader.Changelog changelog = changelogs.read(folder, named.changelog());
        for (String path : changelog.files()) {
            SourceFile needed = candidates.stream()
                    .filter(file -> file.path().equals(path))
                    .findFirst()
                    .orElseThrow(() -> CountersignException.problem(ProblemCode.SOURCE_INVALID)
                            .found("The changelog needs %s, which is not below %s.", path, named.root())
                            .expected("every file of the changes below their root.")
                            .remedy("Move the file there, or set the root to a folder that holds both.")
                            .build());
            files.add(needed.below(Manifest.CHANGES));
        }
        return changelog;
    }

    private SealedRelease write(List<SourceFile> files, Origin origin, ChangelogReader.Changelog changelog) {
        Path part = zip.resolveSibling("." + zip.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            List<HashedFile> hashed = hash(files);
            Files.createDirectories(part.getParent());
            try {
                ReleaseReader.Verified written = writeTo(part, hashed, origin, changelog);
                Files.move(part, zip, StandardCopyOption.ATOMIC_MOVE);
                return new SealedRelease(zip, written);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (ClosedByInterruptException e) {
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("Sealing was interrupted.")
                    .remedy("Begin again.")
                    .causedBy(e);
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("The release %s cannot be written: %s.", zip, e)
                    .remedy("Check the free space and the permissions there.")
                    .causedBy(e);
        }
    }

    private List<HashedFile> hash(List<SourceFile> files) throws IOException {
        try (Progress.Task task =
                progress.start("Hashing " + files.size() + " files", total(files), Progress.Unit.BYTES)) {
            return SourceHasher.hash(files, task);
        }
    }

    private ReleaseReader.Verified writeTo(
            Path part, List<HashedFile> files, Origin origin, ChangelogReader.Changelog changelog) throws IOException {
        Manifest manifest = manifest(
                origin, changelog, files.stream().map(HashedFile::entry).toList());
        refuseWhatNoReaderAccepts(manifest);
        long total = files.stream().mapToLong(file -> file.file().size()).sum();
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Progress.Task task = progress.start("Sealing " + zip.getFileName(), total, Progress.Unit.BYTES)) {
            return new ReleaseWriter(out, files, manifest, task).write();
        }
    }

    /** Of the entries all has been looked at but the one that the manifest names elsewhere; each of thousands would take its time. */
    private void refuseWhatNoReaderAccepts(Manifest manifest) {
        List<ManifestEntry> named = manifest.entries().stream()
                .filter(entry -> manifest.changelog()
                        .map(path -> entry.path().equals(Manifest.CHANGES + path))
                        .orElse(false))
                .toList();
        new ManifestReader(new Refusal(zip)).read(Json.pretty(manifest.withEntries(named)));
    }

    private static long total(List<SourceFile> files) {
        return files.stream().mapToLong(SourceFile::size).sum();
    }

    private Manifest manifest(Origin origin, ChangelogReader.Changelog changelog, List<ManifestEntry> entries) {
        return new Manifest(
                Manifest.FORMAT,
                sources.application(),
                sources.version(),
                origin.preliminary(),
                origin.revision(),
                sources.requires(),
                sources.resulting(),
                sources.changes().map(ReleaseSources.Changes::changelog),
                entries,
                changelog.changesets(),
                sources.tool(),
                changelog.liquibase());
    }

    private static void refuseBadPaths(List<SourceFile> files) {
        PortablePath paths = new PortablePath();
        for (SourceFile file : files) {
            Optional<String> objection = paths.objection(file.path());
            if (objection.isPresent()) {
                throw CountersignException.problem(ProblemCode.SOURCE_INVALID)
                        .found("%s cannot be sealed: %s.", Quoted.of(file.path()), objection.get())
                        .expected("names that mean one and the same file on every operating system.")
                        .remedy("Rename the file, or leave it out by the pattern.")
                        .build();
            }
        }
        if (total(files) > SealedRelease.LARGEST) {
            throw CountersignException.problem(ProblemCode.SOURCE_INVALID)
                    .found("The release would hold %d bytes.", total(files))
                    .expected("at most %d.", SealedRelease.LARGEST)
                    .remedy("Correct the folders and patterns in countersign.yml.")
                    .build();
        }
        if (files.isEmpty() || files.size() > SealedRelease.MOST_ENTRIES) {
            throw CountersignException.problem(ProblemCode.SOURCE_INVALID)
                    .found("The release would hold %d files.", files.size())
                    .expected("between 1 and %d.", SealedRelease.MOST_ENTRIES)
                    .remedy("Correct the folders and patterns in countersign.yml.")
                    .build();
        }
    }

    /** The collector compares it with real paths; a project may be reached through a link. */
    private Path realZip() {
        try {
            return zip.resolveSibling("").toRealPath().resolve(zip.getFileName());
        } catch (IOException e) {
            // a folder that is not there yet holds no release before
            return zip;
        }
    }

    private Path base() {
        try {
            return sources.base().toRealPath();
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_MISSING)
                    .found("There is no folder %s.", sources.base())
                    .remedy("Name the project's folder.")
                    .causedBy(e);
        }
    }

    private static void requireName(String what, String value) {
        if (!Manifest.isName(value)) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("The %s %s cannot be used.", what, Quoted.of(value))
                    .expected(
                            "1 to 100 letters, digits, dots, plus signs, hyphens and underscores, a letter or digit first.")
                    .remedy("Choose another %s.", what)
                    .build();
        }
    }
}
