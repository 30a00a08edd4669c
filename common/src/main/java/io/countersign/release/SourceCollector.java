package io.countersign.release;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.git.GitFile;
import io.countersign.release.git.SourceRepository;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/** Finds the files that are to be sealed: in git where git has them, on the disk where it has none. */
final class SourceCollector {
    private final SourceRepository repository;
    private final Path base;
    private final boolean fromCommit;
    private final Path zip;

    /**
     * @param base the project's real path
     * @param fromCommit whether git's bytes are those of the commit, or of the work tree
     * @param zip the release itself, which a file set may match but never holds
     */
    SourceCollector(SourceRepository repository, Path base, boolean fromCommit, Path zip) {
        this.repository = repository;
        this.base = base;
        this.fromCommit = fromCommit;
        this.zip = zip;
    }

    /** The files that the set names, by paths relative to its directory; at least one. */
    List<SourceFile> matching(ReleaseSources.FileSet set) {
        Glob glob = new Glob(set.include());
        Found found = below(set.directory(), glob);
        if (found.files().isEmpty()) {
            throw CountersignException.problem(ProblemCode.SOURCE_INVALID)
                    .found("No file in %s matches %s.", set.directory(), set.include())
                    .expected(
                            found.tracked()
                                    ? "a file that git knows: the folder holds such files, so that no other is looked at."
                                    : "at least one file.")
                    .remedy("Build first (mvn package), or correct the directory or the pattern in countersign.yml.")
                    .build();
        }
        return found.files();
    }

    /** Every file below a folder, by paths relative to it. */
    List<SourceFile> all(String directory) {
        return below(directory, new Glob("**")).files();
    }

    private record Found(List<SourceFile> files, boolean tracked) {}

    private Found below(String directory, Glob glob) {
        Path folder = folder(directory);
        List<GitFile> known = fromCommit ? repository.committed(folder) : repository.uncommitted(folder);
        List<SourceFile> files = new ArrayList<>();
        if (known.isEmpty()) {
            onDisk(folder, glob, files);
            return new Found(files, false);
        }
        // by text, because a name out of git need not be one that this machine's locale can write
        String own = zip.startsWith(folder) ? folder.relativize(zip).toString().replace('\\', '/') : "";
        for (GitFile file : known) {
            if (glob.matches(file.path()) && !file.path().equals(own)) {
                files.add(inGit(directory, file));
            }
        }
        return new Found(files, true);
    }

    private static SourceFile inGit(String directory, GitFile file) {
        String place = directory + "/" + file.path();
        return switch (file.kind()) {
            case FILE -> new SourceFile(file.path(), file.size(), false, file.content());
            case EXECUTABLE -> new SourceFile(file.path(), file.size(), true, file.content());
            case LINK -> throw link(place);
            case LFS_POINTER ->
                throw CountersignException.problem(ProblemCode.SOURCE_INVALID)
                        .found("%s is kept by Git LFS: the commit holds a pointer, not the file.", place)
                        .expected("files that the commit holds.")
                        .remedy("Keep it in git itself (git lfs migrate export), seal it as build output, or leave it"
                                + " out by the pattern.")
                        .build();
            case SUBMODULE ->
                throw CountersignException.problem(ProblemCode.SOURCE_INVALID)
                        .found("%s is a git submodule.", place)
                        .expected("files of this repository.")
                        .remedy("Seal a build output that holds the submodule's files, or leave it out by the pattern.")
                        .build();
        };
    }

    private Path folder(String directory) {
        Path folder = base;
        for (String name : directory.split("/", -1)) {
            if (name.equals(".") || name.isEmpty()) {
                continue;
            }
            folder = folder.resolve(name);
            if (name.equals("..") || name.contains("\\") || directory.startsWith("/")) {
                throw CountersignException.problem(ProblemCode.SOURCE_INVALID)
                        .found("The folder %s leads out of the project.", directory)
                        .expected("a relative path with / and without \"..\".")
                        .remedy("Correct it in countersign.yml.")
                        .build();
            }
            if (Files.isSymbolicLink(folder)) {
                throw link(directory);
            }
        }
        return folder;
    }

    private void onDisk(Path folder, Glob glob, List<SourceFile> files) {
        if (!Files.isDirectory(folder)) {
            throw CountersignException.problem(ProblemCode.SOURCE_INVALID)
                    .found("There is no folder %s.", folder)
                    .remedy("Build first (mvn package), or correct the directory in countersign.yml.")
                    .build();
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String path = folder.relativize(file).toString().replace('\\', '/');
                    if (attributes.isSymbolicLink() && (glob.matches(path) || Files.isDirectory(file))) {
                        throw link(file.toString());
                    }
                    if (glob.matches(path) && !file.equals(zip)) {
                        files.add(onDisk(file, path, attributes));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                    .found("The files below %s cannot be read: %s.", folder, e)
                    .remedy("Check that you may read them.")
                    .causedBy(e);
        }
    }

    private static SourceFile onDisk(Path file, String path, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            throw CountersignException.problem(ProblemCode.SOURCE_INVALID)
                    .found("%s is neither a file nor a folder.", file)
                    .remedy("Remove it, or leave it out by the pattern.")
                    .build();
        }
        return new SourceFile(
                path,
                attributes.size(),
                isExecutable(file),
                () -> Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
    }

    private static boolean isExecutable(Path file) throws IOException {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class) != null
                && Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
                        .contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private static CountersignException link(String place) {
        return CountersignException.problem(ProblemCode.SOURCE_INVALID)
                .found("%s is a symbolic link.", place)
                .expected("files and folders only: a link means something else on every machine.")
                .remedy("Put the file itself in its place, or leave the link out by the pattern.")
                .build();
    }
}
