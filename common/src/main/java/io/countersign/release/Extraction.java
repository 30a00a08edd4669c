package io.countersign.release;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes files below a folder, never over anything and never through a link, and knows what it wrote so that it can take it
 * away again.
 */
final class Extraction {
    private static final int BUFFER = 1 << 17;

    private final Path folder;
    private final byte[] buffer = new byte[BUFFER];
    private final Deque<Path> written = new ArrayDeque<>();

    private Extraction(Path folder) {
        this.folder = folder;
    }

    /** The files to write, one after the other. */
    interface Source {
        void writeTo(Extraction extraction) throws IOException;
    }

    /** All of the files, or none. */
    static void into(Path folder, Source files) {
        Extraction extraction = new Extraction(folder);
        try {
            extraction.createAbove(folder);
            files.writeTo(extraction);
        } catch (IOException e) {
            throw extraction.undo(extraction.failed(e));
        } catch (InvalidPathException e) {
            throw extraction.undo(CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("A file of the name %s cannot be written to %s.", Quoted.of(e.getInput()), folder)
                    .expected("a system and a locale that know all of its characters.")
                    .remedy("Set a UTF-8 locale, for example LC_ALL=C.UTF-8, and try again.")
                    .causedBy(e));
        } catch (CountersignException e) {
            throw extraction.undo(e);
        }
    }

    /** @param path relative to the folder, with {@code /}; vetted by {@link PortablePath} */
    void write(String path, boolean executable, InputStream in) throws IOException {
        Path target = folder;
        String[] names = path.split("/", -1);
        for (int depth = 0; depth < names.length - 1; depth++) {
            target = target.resolve(names[depth]);
            createFolder(target);
        }
        target = target.resolve(names[names.length - 1]);
        if (!target.normalize().startsWith(folder.normalize())) {
            throw new IllegalStateException("a path that was vetted leads out of its folder: " + Quoted.of(path));
        }
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            written.push(target);
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
        }
        if (executable) {
            makeExecutable(target);
        }
    }

    private void createAbove(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) {
            return;
        }
        Path parent = wanted.toAbsolutePath().getParent();
        if (parent != null) {
            createAbove(parent);
        }
        Files.createDirectory(wanted);
        written.push(wanted);
    }

    /** A link in the place of a folder would lead out of here. */
    private void createFolder(Path wanted) throws IOException {
        if (!Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(wanted);
            written.push(wanted);
        }
    }

    /** For everyone who may read it, so that the umask keeps its say. */
    private static void makeExecutable(Path file) throws IOException {
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        if (permissions.contains(PosixFilePermission.GROUP_READ)) {
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        Files.setPosixFilePermissions(file, permissions);
    }

    private CountersignException undo(CountersignException failure) {
        boolean clean = true;
        for (Path path : written) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                failure.addSuppressed(e);
                clean = false;
            }
        }
        return failure.withState(
                clean
                        ? "Nothing of it was left in " + folder + "."
                        : "A part of it may be left in " + folder + "; remove it by hand.");
    }

    private CountersignException failed(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("Unpacking to %s was interrupted.", folder)
                    .remedy("Begin again.")
                    .causedBy(e);
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return CountersignException.problem(ProblemCode.FILE_EXISTS)
                    .found("%s is there already.", exists.getFile())
                    .expected("an empty folder to unpack to.")
                    .remedy("Name another folder, or empty this one.")
                    .causedBy(e);
        }
        return CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                .found("The release could not be unpacked to %s: %s.", folder, e)
                .remedy("Check the free space and the permissions there.")
                .causedBy(e);
    }
}
