package io.countersign.signature;

import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of approvals, exceptions and receipts that travels beside a release. It grows; nothing in it is ever changed.
 * A statement {@code X.json} is signed by {@code X.json.asc} or {@code X.json.sig}, and by further files
 * {@code X.json.*.asc}.
 */
public final class Evidence {
    private static final long LARGEST = 16L << 20;
    /** Evidence is read whole; receipts of many targets with long lists of changesets come to some megabytes. */
    private static final long LARGEST_ALTOGETHER = 128L << 20;

    private static final int MOST = 2_000;

    /** No path, on any system, and nothing hidden. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[^./\\\\:\\p{Cntrl}][^/\\\\:\\p{Cntrl}]{0,254}");

    private final Path folder;
    private final List<EvidenceFile> files;

    private Evidence(Path folder, List<EvidenceFile> files) {
        this.folder = folder;
        this.files = List.copyOf(files);
    }

    /**
     * Reads the folder; one that does not exist is empty evidence.
     *
     * @throws CountersignException EVIDENCE_INVALID where it is no folder, holds too much, a link or a signature of nothing;
     *     FILE_UNREADABLE
     */
    public static Evidence open(Path folder) {
        if (Files.notExists(folder)) {
            return new Evidence(folder, List.of());
        }
        if (!Files.isDirectory(folder)) {
            throw invalid(folder, "it is no folder");
        }
        try {
            List<Path> all = list(folder);
            if (all.stream().anyMatch(path -> isOrphan(path, all))) {
                return read(folder, list(folder));
            }
            return read(folder, all);
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                    .found("The evidence in %s cannot be read: %s.", folder, e.getMessage())
                    .remedy("Check its permissions.")
                    .causedBy(e);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(path -> !nameOf(path).startsWith("."))
                    .limit(MOST + 1L)
                    .sorted()
                    .toList();
        }
    }

    /**
     * A signature without its statement. While somebody else adds both, a listing can have the second and not the first; the
     * next listing has both.
     */
    private static boolean isOrphan(Path path, List<Path> all) {
        return isSignature(path) && all.stream().noneMatch(other -> !isSignature(other) && belongs(path, other));
    }

    private static Evidence read(Path folder, List<Path> all) throws IOException {
        refuseExcess(folder, all);
        List<EvidenceFile> files = new ArrayList<>();
        for (Path path : all) {
            if (!isSignature(path)) {
                files.add(new EvidenceFile(path, read(path), signatures(path, all)));
            } else if (isOrphan(path, all)) {
                throw invalid(path, "there is no statement that it is the signature of");
            }
        }
        return new Evidence(folder, files);
    }

    private static void refuseExcess(Path folder, List<Path> all) throws IOException {
        if (all.size() > MOST) {
            throw invalid(folder, "it holds too many files");
        }
        long bytes = 0;
        for (Path path : all) {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw invalid(path, "it is a link or a folder");
            }
            bytes += Files.size(path);
        }
        if (bytes > LARGEST_ALTOGETHER) {
            throw invalid(folder, "it holds " + bytes + " bytes");
        }
    }

    private static List<byte[]> signatures(Path statement, List<Path> all) throws IOException {
        List<byte[]> signatures = new ArrayList<>();
        for (Path path : all) {
            if (isSignature(path) && belongs(path, statement)) {
                signatures.add(read(path));
            }
        }
        return signatures;
    }

    /** {@code X.json.asc} and {@code X.json.2.asc} belong to {@code X.json}, and so does {@code X.asc}. */
    private static boolean belongs(Path signature, Path statement) {
        String name = nameOf(statement);
        String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        return nameOf(signature).startsWith(name + ".")
                || nameOf(signature).equals(stem + ".asc")
                || nameOf(signature).equals(stem + ".sig");
    }

    private static byte[] read(Path path) throws IOException {
        if (Files.size(path) > LARGEST) {
            throw invalid(path, "it has " + Files.size(path) + " bytes");
        }
        return Files.readAllBytes(path);
    }

    private static boolean isSignature(Path path) {
        return nameOf(path).endsWith(".asc") || nameOf(path).endsWith(".sig");
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    public Path folder() {
        return folder;
    }

    public List<EvidenceFile> files() {
        return files;
    }

    public Optional<EvidenceFile> file(String name) {
        return files.stream().filter(file -> file.name().equals(name)).findFirst();
    }

    /**
     * Adds a statement with its signature. Where the same statement is there already, the signature is added to it.
     *
     * @param name without an ending, for example {@code approval-PRD-0123…}
     * @throws CountersignException FILE_EXISTS where another statement has that name
     */
    public Path add(String name, Statement<?> statement, Optional<String> signature) {
        Path file = folder.resolve(name + ".json");
        place(file, Json.pretty(statement));
        signature.ifPresent(text -> place(freeSignature(file), text.getBytes(StandardCharsets.US_ASCII)));
        return file;
    }

    /** Adds a signature of a statement that is there; nothing happens where the same one is there, too. */
    void addSignature(String statement, byte[] signature) {
        Path file = folder.resolve(statement);
        boolean there = file(statement).stream()
                .flatMap(known -> known.signatures().stream())
                .anyMatch(known -> Arrays.equals(known, signature));
        if (!there) {
            place(freeSignature(file), signature);
        }
    }

    private Path freeSignature(Path statement) {
        Path candidate = folder.resolve(nameOf(statement) + ".asc");
        for (int number = 2; Files.exists(candidate); number++) {
            candidate = folder.resolve(nameOf(statement) + "." + number + ".asc");
        }
        return candidate;
    }

    /**
     * Adds any other file, for example the git tag. Nothing happens where the same file is there already.
     *
     * @throws CountersignException EVIDENCE_INVALID where the name could lead out of the folder: it may come from another machine
     */
    public Path addFile(String name, byte[] bytes) {
        if (!PLAIN_NAME.matcher(name).matches()) {
            throw invalid(folder, "it would get a file with the name \"" + name + "\"");
        }
        Path file = folder.resolve(name);
        place(file, bytes);
        return file;
    }

    private void place(Path file, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
                return;
            }
            // not a "temporary file" of the platform, which only its owner could read: evidence travels
            Path temporary = folder.resolve(".writing-" + UUID.randomUUID());
            try {
                Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
                publish(temporary, file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (FileAlreadyExistsException e) {
            throw CountersignException.problem(ProblemCode.FILE_EXISTS)
                    .found("%s exists already and says something else.", file)
                    .expected("evidence that is only ever added to.")
                    .remedy("Move the file away if it is not wanted, and repeat.")
                    .causedBy(e);
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("%s cannot be written: %s.", file, e.getMessage())
                    .remedy("Check the free space and the permissions of %s.", folder)
                    .causedBy(e);
        }
    }

    /** A hard link fails where the name is taken; where a disk has no links, a move that replaces nothing has to do. */
    private static void publish(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.move(temporary, file);
        }
    }

    private static CountersignException invalid(Path path, String why) {
        return CountersignException.problem(ProblemCode.EVIDENCE_INVALID)
                .found("%s is not evidence: %s.", path, why)
                .expected(
                        "statements with their signatures; at most %d files of at most 16 MiB, 128 MiB altogether.",
                        MOST)
                .remedy("Check that it is the evidence folder of the release.")
                .build();
    }
}
