package io.countersign.database.backup;

import io.countersign.database.Backup;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.Digest;
import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A compressed file that appears under its name only when it is complete and on the disk. It holds production data:
 * where the file system knows permissions, it is its owner's alone.
 */
public final class BackupFile {

    /** Writes the plain content. */
    @FunctionalInterface
    public interface Content {
        void to(OutputStream out) throws IOException;
    }

    /** What was written. */
    public record Written(Digest digest, long size) {}

    private static final int BUFFER = 1 << 16;

    private BackupFile() {}

    /**
     * Compresses and hashes the very bytes that go to the disk. Nothing is left behind where that fails.
     *
     * @param partial what the file is called until it is complete
     */
    static Written write(Path file, Path partial, Content content) throws IOException {
        Files.deleteIfExists(partial);
        MessageDigest digest = Digest.begin();
        try {
            makeDirectory(file.toAbsolutePath().resolveSibling(""));
            Files.createFile(partial, ownersOnly(partial, "rw-------"));
            try (FileOutputStream disk = new FileOutputStream(partial.toFile());
                    FastGzip zipped = new FastGzip(new DigestOutputStream(disk, digest))) {
                content.to(zipped);
                zipped.finish();
                disk.getFD().sync();
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return new Written(Digest.finish(digest), Files.size(file));
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Makes the directory, also its owner's alone. */
    public static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownersOnly(directory, "rwx------"));
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Refuses a file that is gone or is not the one that was recorded. */
    static Path verified(Backup backup) {
        Path file = Path.of(backup.location());
        if (!Files.isRegularFile(file)) {
            throw CountersignException.problem(ProblemCode.BACKUP_MISSING)
                    .found("The backup %s does not exist.", file)
                    .expected("The file that the ledger names.")
                    .remedy("Put the file back to its place, or restore another backup by countersign:restore"
                            + " -Dcountersign.operation=ID, with the id that countersign:history shows.")
                    .build();
        }
        Digest now = Digest.of(file);
        if (!backup.digest().equals(java.util.Optional.of(now))) {
            throw CountersignException.problem(ProblemCode.BACKUP_ALTERED)
                    .found("The backup %s has the SHA-256 digest %s.", file, now)
                    .expected(
                            "%s, as the ledger recorded it.",
                            backup.digest().map(Digest::hex).orElse("no file"))
                    .remedy("Find the original file, or restore another backup by countersign:restore"
                            + " -Dcountersign.operation=ID; never restore this one.")
                    .build();
        }
        return file;
    }

    static InputStream open(Path file, Progress.Task task) throws IOException {
        return new GZIPInputStream(
                new CountingInput(new BufferedInputStream(Files.newInputStream(file), BUFFER), task), BUFFER);
    }

    static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (NoSuchFileException e) {
            return; // somebody was faster, and the file was no longer wanted
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("The backup %s cannot be removed: %s.", file, String.valueOf(e.getMessage()))
                    .remedy("Remove it by hand.")
                    .causedBy(e);
        }
    }

    /** Level 1 keeps the processor from being what a backup waits for. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
