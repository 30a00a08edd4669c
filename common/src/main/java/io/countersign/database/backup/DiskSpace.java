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
            BackupFile.makeDirectory(directory);
            long free = Files.getFileStore(directory).getUsableSpace();
            if (!Files.isWritable(directory)) {
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
