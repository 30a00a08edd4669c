package io.countersign.release;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files below a folder of the file system. Links that lead out of it lead to nothing. */
public final class FolderFiles implements ChangelogFiles {
    private final Path root;

    private FolderFiles(Path root) {
        this.root = root;
    }

    /** @throws CountersignException FILE_MISSING, FILE_UNREADABLE */
    public static FolderFiles at(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                return new FolderFiles(folder.toRealPath());
            }
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                    .found("The folder %s cannot be read: %s.", folder, e.getMessage())
                    .remedy("Check that you may read it.")
                    .causedBy(e);
        }
        throw CountersignException.problem(ProblemCode.FILE_MISSING)
                .found("There is no folder %s.", folder)
                .expected("the folder that changelog paths are relative to.")
                .remedy("Correct the folder of the changelogs in countersign.yml.")
                .build();
    }

    @Override
    public boolean exists(String path) {
        try {
            Path file = root.resolve(path).normalize();
            return file.startsWith(root)
                    && Files.exists(file)
                    && file.toRealPath().startsWith(root)
                    && file.toRealPath(LinkOption.NOFOLLOW_LINKS).equals(file);
        } catch (InvalidPathException e) {
            return false; // the text of a large object may be asked for as if it were a name
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isFolder(String path) {
        Path folder = root.resolve(path).normalize();
        return folder.startsWith(root) && Files.isDirectory(folder);
    }

    @Override
    public List<String> below(String folder, int depth) throws IOException {
        Path start = root.resolve(folder).normalize();
        try (Stream<Path> files = Files.walk(start, depth, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(root.resolve(path));
    }

    @Override
    public String place() {
        return root.toString();
    }
}
