package io.countersign.database.backup;

import io.countersign.database.Backup;
import io.countersign.database.BackupMethod;
import io.countersign.database.Fingerprint;
import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What all backups into a file have in common: its name, its digest, and that schemas are compared before and after. */
public abstract class FileBackup implements BackupMethod {
    private static final int DIFFERENCES = 5;
    private static final int MARK = 16;

    private final Path directory;
    private final String suffix;

    /** Backups of one directory. */
    protected FileBackup(Path directory, String suffix) {
        this.directory = directory;
        this.suffix = suffix;
    }

    /** Why the tool or the database stands in the way. */
    protected abstract Optional<Problem> toolObstacle(TargetDatabase database);

    /** Writes the whole target but the ledger. */
    protected abstract void dump(TargetDatabase database, OutputStream out) throws IOException;

    /** Empties the target but for the ledger and fills it from the dump. */
    protected abstract void load(TargetDatabase database, InputStream dump) throws IOException;

    /** Makes an empty scratch target, fills it from the dump, shows it and removes it in any case. */
    protected abstract void inScratch(TargetDatabase database, InputStream dump, Consumer<TargetDatabase> look)
            throws IOException;

    /** Removes what a kill left of a scratch target in the directory, where there can be such; says what it was called. */
    protected List<String> removeScratch(TargetDatabase database) throws IOException {
        return List.of();
    }

    protected final Path directory() {
        return directory;
    }

    /** What tells a target from all others, also from those that keep their backups in the same directory. */
    protected static String mark(TargetDatabase database) {
        return Digest.of(database.settings().url() + "\n"
                        + database.settings().schema().orElse(""))
                .hex()
                .substring(0, MARK);
    }

    /** Not every command is run by whoever makes the backups: what others may not see is theirs to remove. */
    protected static boolean isOpen(Path directory) {
        return Files.isDirectory(directory) && Files.isReadable(directory) && Files.isWritable(directory);
    }

    private static String partial(TargetDatabase database) {
        return "." + mark(database) + ".partial";
    }

    @Override
    public final List<String> removeLeftovers(TargetDatabase database) {
        if (!isOpen(directory)) {
            return List.of();
        }
        List<String> removed = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + partial(database))) {
            for (Path file : files) {
                BackupFile.delete(file);
                removed.add(file.toString());
            }
            removed.addAll(removeScratch(database));
            return removed;
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found(
                            "What a killed operation for %s left in %s cannot be removed: %s.",
                            database.name(), directory, e)
                    .expected("a directory that its user may read and write.")
                    .remedy("Give its user the permission, or remove what has %s in its name by hand.", mark(database))
                    .causedBy(e);
        }
    }

    @Override
    public final Optional<Problem> obstacle(TargetDatabase database) {
        return toolObstacle(database).or(() -> DiskSpace.obstacle(directory, database.size()));
    }

    @Override
    public final Backup make(TargetDatabase database, String id, Progress progress) {
        obstacle(database).ifPresent(problem -> {
            throw CountersignException.of(problem);
        });
        removeLeftovers(database);
        Path file = directory
                .resolve(slug(database.name()) + "-" + slug(id) + suffix)
                .toAbsolutePath();
        Path partial = file.resolveSibling(file.getFileName() + partial(database));
        Fingerprint before = database.fingerprint();
        try (Progress.Task task = progress.start("Backing up " + database.name(), -1, Progress.Unit.BYTES)) {
            BackupFile.Written written =
                    BackupFile.write(file, partial, out -> dump(database, new CountingOutput(out, task)));
            if (!database.fingerprint().equals(before)) {
                BackupFile.delete(file);
                throw failed(database, "the schema was changed by somebody else meanwhile")
                        .build();
            }
            return new Backup(name(), file.toString(), Optional.of(written.digest()), written.size(), before);
        } catch (IOException e) {
            throw failed(database, e + "").causedBy(e);
        }
    }

    private CountersignException.Builder failed(TargetDatabase database, String why) {
        return CountersignException.problem(ProblemCode.BACKUP_FAILED)
                .found(
                        "The backup of %s into %s failed: %s.",
                        database.name(), directory, database.errors().scrubbed(why))
                .remedy("Remove the cause and repeat the command.")
                .state("%s is unchanged; no backup file was left behind.", database.name());
    }

    @Override
    public final void restore(TargetDatabase database, Backup backup, Progress progress) {
        Path file = BackupFile.verified(backup);
        try (Progress.Task task = progress.start("Restoring " + database.name(), backup.size(), Progress.Unit.BYTES);
                InputStream dump = BackupFile.open(file, task)) {
            load(database, dump);
        } catch (IOException e) {
            throw notRestored(database, backup, String.valueOf(e.getMessage())).causedBy(e);
        }
        compare(database, backup);
    }

    @Override
    public final void testRestore(TargetDatabase database, Backup backup, Progress progress) {
        Path file = BackupFile.verified(backup);
        try (Progress.Task task =
                        progress.start("Trying the backup of " + database.name(), backup.size(), Progress.Unit.BYTES);
                InputStream dump = BackupFile.open(file, task)) {
            inScratch(database, dump, scratch -> {
                progress.info("Comparing what came back with " + database.name());
                compare(scratch, backup, database);
            });
        } catch (IOException e) {
            throw notRestored(database, backup, String.valueOf(e.getMessage()))
                    .state("%s is unchanged.", database.name())
                    .causedBy(e);
        }
    }

    private void compare(TargetDatabase restored, Backup backup) {
        if (!restored.fingerprint().equals(backup.fingerprint())) {
            throw notRestored(restored, backup, "the schema has another fingerprint now")
                    .build();
        }
    }

    private void compare(TargetDatabase scratch, Backup backup, TargetDatabase original) {
        SchemaInventory restored = scratch.inventory();
        if (!restored.fingerprint().equals(backup.fingerprint())) {
            List<String> differences = restored.differencesFrom(original.inventory());
            throw notRestored(
                            original,
                            backup,
                            "restored elsewhere, the schema has another fingerprint: "
                                    + String.join(
                                            ", ", differences.subList(0, Math.min(DIFFERENCES, differences.size()))))
                    .state("%s is unchanged.", original.name())
                    .build();
        }
    }

    private CountersignException.Builder notRestored(TargetDatabase database, Backup backup, String why) {
        return CountersignException.problem(ProblemCode.RESTORE_FAILED)
                .found(
                        "%s could not be restored from %s: %s.",
                        database.name(), backup.location(), database.errors().scrubbed(why))
                .expected("The schema with the fingerprint %s.", backup.fingerprint())
                .remedy("Remove the cause and restore again; a restore can be repeated.")
                .state("%s", stateAfterFailure(database));
    }

    /** What a restore that failed leaves of the target. */
    protected abstract String stateAfterFailure(TargetDatabase database);

    @Override
    public final void discard(TargetDatabase database, Backup backup) {
        BackupFile.delete(Path.of(backup.location()));
    }

    /** Whether the file is still there. */
    @Override
    public final boolean exists(TargetDatabase database, Backup backup) {
        return Files.isRegularFile(Path.of(backup.location()));
    }

    /** A name for files and databases: letters, digits, dots, dashes. */
    public static String slug(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]+", "-");
    }
}
