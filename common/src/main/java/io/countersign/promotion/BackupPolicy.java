package io.countersign.promotion;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How backups are made.
 *
 * @param method {@code auto}, {@code none} or the name of a backup method of the database product
 * @param directory where backup files go, absolute
 * @param command for {@code external}: a command line that makes a backup
 * @param restoreCommand for {@code external}: a command line that restores it
 * @param testRestore whether each backup is proved by restoring it elsewhere
 * @param keep how many backups of a target stay, at least 1
 */
public record BackupPolicy(
        String method,
        Path directory,
        Optional<String> command,
        Optional<String> restoreCommand,
        boolean testRestore,
        int keep) {
    public static final String AUTO = "auto";
    public static final String NONE = "none";

    /** The same without any backup. */
    BackupPolicy without() {
        return new BackupPolicy(NONE, directory, Optional.empty(), Optional.empty(), false, keep);
    }
}
