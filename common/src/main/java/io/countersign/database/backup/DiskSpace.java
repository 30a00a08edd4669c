package io.countersign.database.backup;

import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a directory can take a backup. */
final class DiskSpace {
    /** A compressed dump without indexes is smaller than half of the database, but for data that doesn't compress. */
    private static final int SHRINKS_TO = 2;

    private DiskSpace() {}

    static Optional<Problem> obstacle(Path directory, long databaseSize) {
        try {
            Path there = existing(directory);
            long free = Files.getFileStore(there).getUsableSpace();
            if (!Files.isDirectory(there) || !Files.isWritable(there)) {
                return Optional.of(problem(directory, "is not writable", "A directory that may be written to."));
            }
            return free < databaseSize / SHRINKS_TO
                    ? Optional.of(problem(
                            directory,
                            "has " + mebibytes(free) + " MiB left",
                            "About " + mebibytes(databaseSize / SHRINKS_TO) + " MiB, half of the database's size."))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(problem(directory, "cannot be used: " + e, "A directory that may be written to."));
        }
    }

    /** The directory, or what it would be made in: to look must not make it. */
    private static Path existing(Path directory) {
        Path there = directory.toAbsolutePath();
        for (Path above = there.getParent(); !Files.exists(there) && above != null; above = above.getParent()) {
            there = above;
        }
        return there;
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }

    private static Problem problem(Path directory, String what, String expected) {
        return CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                .found("The backup directory %s %s.", directory, what)
                .expected("%s", expected)
                .remedy("Make room or give the permission, or name another directory for backups.")
                .value();
    }
}
