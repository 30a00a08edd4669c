package io.countersign.environment;

import io.countersign.database.backup.FileBackup;
import io.countersign.deploy.Site;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ApplicationPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a rehearsal, on the disk on which the backups of the target go. It always has the same name, so that what a
 * kill leaves is removed by the next rehearsal.
 */
record ScratchPlace(Path folder) implements AutoCloseable {

    static ScratchPlace of(Site site) {
        ScratchPlace place = new ScratchPlace(
                site.stage().deployment().backup().directory().resolve(".rehearsal-" + FileBackup.slug(site.name())));
        place.close();
        try {
            Files.createDirectories(place.folder());
        } catch (IOException e) {
            throw failed(place.folder(), "made", e);
        }
        return place;
    }

    Path backups() {
        return folder.resolve("backups");
    }

    /** The application is unpacked as always, and nothing is stopped or started. */
    ApplicationPlace application() {
        return new ApplicationPlace(
                folder.resolve("application"), Optional.empty(), Optional.empty(), Duration.ofMinutes(1), 1);
    }

    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw failed(folder, "removed", e);
        }
    }

    private static CountersignException failed(Path folder, String what, IOException cause) {
        return CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                .found("The folder %s of the rehearsal cannot be %s: %s.", folder, what, cause)
                .remedy("Check the permissions of the stage's backup directory.")
                .causedBy(cause);
    }
}
