package io.countersign.harness;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** The files of a running PostgreSQL, as its documentation of low-level base backups asks for them. */
final class BaseBackup {
    /** What belongs to the running server; the log comes by streaming. */
    private static final Set<String> OWN = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

    private static final Set<String> LEFT_EMPTY = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private BaseBackup() {}

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new FilesInUse() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path copy = to.resolve(from.relativize(directory));
                if (!copy.equals(to)) {
                    Files.copy(directory, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path name = from.relativize(file);
                if (!OWN.contains(name.toString())
                        && !LEFT_EMPTY.contains(name.getName(0).toString())) {
                    copyWhatIsThere(file, to.resolve(name));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The server goes on, and takes files away; the log says so to whoever replays it. */
    private static void copyWhatIsThere(Path file, Path copy) throws IOException {
        try {
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(copy);
        }
    }

    /** @param label as the server gave it at the end of the backup */
    static void complete(Path directory, String label, int port) throws IOException {
        Files.writeString(directory.resolve("backup_label"), label);
        Files.createFile(directory.resolve("standby.signal"));
        Files.writeString(
                directory.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres'\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
