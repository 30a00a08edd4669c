package io.countersign.deploy;

import io.countersign.database.ChangeRunner;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.Manifest;
import io.countersign.release.SealedRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The changelogs of a release in a temporary folder, so that Liquibase sees exactly the paths of the release. */
public final class UnpackedChanges implements AutoCloseable {
    private final Path folder;
    private final Optional<ChangeRunner.Source> source;

    private UnpackedChanges(Path folder, Optional<ChangeRunner.Source> source) {
        this.folder = folder;
        this.source = source;
    }

    public static UnpackedChanges of(SealedRelease release) {
        Path folder;
        try {
            folder = Files.createTempDirectory("countersign-changes-");
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found(
                            "No temporary folder can be made in %s: %s.",
                            System.getProperty("java.io.tmpdir"), e.getMessage())
                    .remedy("Free space there, or choose another folder by -Djava.io.tmpdir.")
                    .causedBy(e);
        }
        UnpackedChanges unpacked = new UnpackedChanges(
                folder, release.manifest().changelog().map(path -> new ChangeRunner.Source(folder, path)));
        try {
            release.extract(Manifest.CHANGES, folder);
        } catch (RuntimeException e) {
            unpacked.close();
            throw e;
        }
        return unpacked;
    }

    /** Empty for a release without database changes. */
    public Optional<ChangeRunner.Source> source() {
        return source;
    }

    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // the copy holds nothing secret, and the operating system clears its temporary folder
            folder.toFile().deleteOnExit();
        }
    }
}
