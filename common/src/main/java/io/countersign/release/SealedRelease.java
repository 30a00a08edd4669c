package io.countersign.release;

import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import io.countersign.release.zip.MalformedZipException;
import io.countersign.release.zip.StoredZipReader;
import io.countersign.release.zip.ZipEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release whose every byte was verified when it was opened: its structure, its manifest, and each entry against the
 * manifest. What is read from it later is verified again, because the file may be changed meanwhile.
 */
public final class SealedRelease {
    private static final int BUFFER = 1 << 17;
    private static final long LARGEST_MANIFEST = 64L << 20;
    private static final Pattern FORMAT = Pattern.compile("\"formatVersion\"\\s*:\\s*(\\d{1,9})");

    private final Path file;
    private final Digest digest;
    private final Manifest manifest;
    private final Map<String, ZipEntry> places;

    private SealedRelease(Path file, Digest digest, Manifest manifest, Map<String, ZipEntry> places) {
        this.file = file;
        this.digest = digest;
        this.manifest = manifest;
        this.places = places;
    }

    /**
     * Reads and verifies the whole file: its digest on one thread, its entries on another; memory does not grow with it.
     *
     * @throws CountersignException FILE_MISSING, FILE_UNREADABLE, RELEASE_UNREADABLE, RELEASE_HOSTILE, RELEASE_ALTERED or
     *     RELEASE_FORMAT_UNKNOWN
     */
    public static SealedRelease open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw CountersignException.problem(ProblemCode.FILE_MISSING)
                    .found("There is no file %s.", file)
                    .expected("a release, such as target/bookshop-1.4.0-release.zip.")
                    .remedy("Name the release by -Dcountersign.release=FILE, or seal one by countersign:seal.")
                    .build();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            CompletableFuture<Digest> whole = CompletableFuture.supplyAsync(() -> Digest.of(file));
            Contents contents;
            try {
                contents = contents(file, channel);
            } catch (IOException | CountersignException e) {
                whole.handle((digest, failure) -> digest).join();
                throw e;
            }
            return new SealedRelease(file, whole.join(), contents.manifest(), contents.places());
        } catch (MalformedZipException e) {
            throw refuse(
                    e.isHostile() ? ProblemCode.RELEASE_HOSTILE : ProblemCode.RELEASE_UNREADABLE,
                    file,
                    String.valueOf(e.getMessage()));
        } catch (CompletionException e) {
            throw e.getCause() instanceof CountersignException problem ? problem : unreadable(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private record Contents(Manifest manifest, Map<String, ZipEntry> places) {}

    private static Contents contents(Path file, FileChannel channel) throws IOException {
        List<ZipEntry> entries = StoredZipReader.entries(channel);
        if (entries.isEmpty() || !entries.get(0).name().equals(Manifest.PATH)) {
            throw refuse(ProblemCode.RELEASE_UNREADABLE, file, "its first entry is not " + Manifest.PATH);
        }
        Manifest manifest = manifest(file, channel, entries.get(0));
        Map<String, ZipEntry> places = new HashMap<>();
        PortablePath paths = new PortablePath();
        if (entries.size() - 1 != manifest.entries().size()) {
            throw refuse(
                    ProblemCode.RELEASE_ALTERED,
                    file,
                    "it has " + (entries.size() - 1) + " files and its manifest lists "
                            + manifest.entries().size());
        }
        byte[] buffer = new byte[BUFFER];
        for (int index = 0; index < manifest.entries().size(); index++) {
            ManifestEntry listed = manifest.entries().get(index);
            ZipEntry found = entries.get(index + 1);
            Optional<String> objection = PortablePath.objection(listed.path());
            if (objection.isPresent() || !inKnownFolder(listed.path()) || !paths.isNew(listed.path())) {
                throw refuse(
                        ProblemCode.RELEASE_HOSTILE,
                        file,
                        "the path \"" + listed.path() + "\" cannot be in a release: "
                                + objection.orElse("it stands twice, or outside the folders a release has"));
            }
            if (!found.name().equals(listed.path())
                    || found.size() != listed.size()
                    || found.executable() != listed.executable()) {
                throw refuse(
                        ProblemCode.RELEASE_ALTERED,
                        file,
                        "where the manifest lists " + listed.path() + " (" + listed.size() + " bytes) there is "
                                + found.name() + " (" + found.size() + " bytes)");
            }
            if (!digest(channel, found, buffer).equals(Optional.of(listed.sha256()))) {
                throw refuse(ProblemCode.RELEASE_ALTERED, file, listed.path() + " is not what was sealed");
            }
            places.put(listed.path(), found);
        }
        return new Contents(manifest, places);
    }

    private static boolean inKnownFolder(String path) {
        return path.startsWith(Manifest.CHANGES)
                || path.startsWith(Manifest.APPLICATION)
                || path.startsWith(Manifest.CONFIGURATION);
    }

    private static Manifest manifest(Path file, FileChannel channel, ZipEntry entry) throws IOException {
        if (entry.size() > LARGEST_MANIFEST) {
            throw refuse(ProblemCode.RELEASE_HOSTILE, file, "its manifest has " + entry.size() + " bytes");
        }
        byte[] bytes = new byte[(int) entry.size()];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, entry.offset() + buffer.position()) >= 0) {
            // reads until the buffer is full
        }
        Matcher format = FORMAT.matcher(
                new String(bytes, 0, Math.min(bytes.length, 200), java.nio.charset.StandardCharsets.UTF_8));
        if (format.find() && Integer.parseInt(format.group(1)) != Manifest.FORMAT) {
            throw CountersignException.problem(ProblemCode.RELEASE_FORMAT_UNKNOWN)
                    .found("%s was sealed in format %s.", file, format.group(1))
                    .expected("format %d.", Manifest.FORMAT)
                    .remedy("Use the version of Countersign that sealed it.")
                    .build();
        }
        Manifest manifest;
        try {
            manifest = Json.read(bytes, Manifest.class);
        } catch (Json.Malformed e) {
            throw refuse(ProblemCode.RELEASE_ALTERED, file, "its manifest cannot be read: " + e.getMessage());
        }
        if (!Arrays.equals(bytes, Json.pretty(manifest))) {
            throw refuse(ProblemCode.RELEASE_ALTERED, file, "its manifest is not written as Countersign writes it");
        }
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(bytes);
        if ((int) crc.getValue() != entry.crc()) {
            throw refuse(ProblemCode.RELEASE_ALTERED, file, "the checksum of its manifest does not hold");
        }
        return manifest;
    }

    private static Optional<Digest> digest(FileChannel channel, ZipEntry entry, byte[] buffer) throws IOException {
        MessageDigest digest = Digest.begin();
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        long position = entry.offset();
        long end = position + entry.size();
        while (position < end) {
            int wanted = (int) Math.min(buffer.length, end - position);
            int read = channel.read(ByteBuffer.wrap(buffer, 0, wanted), position);
            if (read < 0) {
                break;
            }
            digest.update(buffer, 0, read);
            crc.update(buffer, 0, read);
            position += read;
        }
        // a wrong checksum in the headers would make other unpackers fail on a release that we call good
        return (int) crc.getValue() == entry.crc() ? Optional.of(Digest.finish(digest)) : Optional.empty();
    }

    public Path file() {
        return file;
    }

    /** The SHA-256 of the file: the release's identity. */
    public Digest digest() {
        return digest;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Where evidence about this release is kept unless told otherwise: {@code X-release.evidence} beside the zip. */
    public Path evidenceFolder() {
        return evidenceFolder(file);
    }

    public static Path evidenceFolder(Path release) {
        String name = String.valueOf(release.getFileName());
        String stem = name.endsWith(".zip") ? name.substring(0, name.length() - 4) : name;
        return release.resolveSibling(stem + ".evidence");
    }

    /** Reads one entry wholly and verifies it. For small files; {@link #extract} streams. */
    public byte[] read(String path) {
        ManifestEntry listed = entry(path);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                InputStream in = new EntryStream(channel, place(path))) {
            byte[] bytes = in.readAllBytes();
            if (!Digest.of(bytes).equals(listed.sha256())) {
                throw changedMeanwhile(path);
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Unpacks everything below a folder of the release, verifying each file as it is written. Where anything fails, what was
     * written is removed again.
     *
     * @param prefix for example {@link Manifest#CHANGES}; not part of the paths that are written
     * @param folder an existing, empty folder
     */
    public void extract(String prefix, Path folder) {
        List<Path> written = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] buffer = new byte[BUFFER];
            for (ManifestEntry entry : manifest.entries()) {
                if (entry.path().startsWith(prefix)) {
                    Path target = folder.resolve(entry.path().substring(prefix.length()));
                    createFolders(folder, target, written);
                    written.add(target);
                    write(channel, entry, target, buffer);
                }
            }
        } catch (IOException e) {
            throw removed(
                    written,
                    CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                            .found("The release could not be unpacked to %s: %s.", folder, e.getMessage())
                            .remedy("Check the free space and the permissions there.")
                            .state("%s", "What was unpacked has been removed again.")
                            .causedBy(e));
        } catch (CountersignException e) {
            throw removed(written, e);
        }
    }

    private void write(FileChannel channel, ManifestEntry entry, Path target, byte[] buffer) throws IOException {
        MessageDigest digest = Digest.begin();
        try (InputStream in = new EntryStream(channel, place(entry.path()));
                FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
        }
        if (!Digest.finish(digest).equals(entry.sha256())) {
            throw changedMeanwhile(entry.path());
        }
        if (entry.executable() && Files.getFileAttributeView(target, PosixFileAttributeView.class) != null) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            if (permissions.contains(PosixFilePermission.GROUP_READ)) {
                permissions.add(PosixFilePermission.GROUP_EXECUTE);
            }
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            }
            Files.setPosixFilePermissions(target, permissions);
        }
    }

    /** Makes the folders between one by one, refusing any that is there already as a link. */
    private static void createFolders(Path root, Path target, List<Path> written) throws IOException {
        Path folder = root;
        for (Path part : root.relativize(target.resolveSibling(""))) {
            if (part.toString().isEmpty()) {
                continue;
            }
            folder = folder.resolve(part);
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            Files.createDirectory(folder);
            written.add(folder);
        }
    }

    private static CountersignException removed(List<Path> written, CountersignException failure) {
        Collections.reverse(written);
        for (Path path : written) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    private ManifestEntry entry(String path) {
        return manifest.entries().stream()
                .filter(entry -> entry.path().equals(path))
                .findFirst()
                .orElseThrow(() -> refuse(ProblemCode.RELEASE_UNREADABLE, file, "it has no file " + path));
    }

    private ZipEntry place(String path) {
        ZipEntry place = places.get(path);
        if (place == null) {
            throw new IllegalStateException("every entry was given its place when the release was opened");
        }
        return place;
    }

    private CountersignException changedMeanwhile(String path) {
        return refuse(ProblemCode.RELEASE_ALTERED, file, path + " was changed after the release had been verified");
    }

    private static CountersignException refuse(ProblemCode code, Path file, String what) {
        return CountersignException.problem(code)
                .found("%s is refused: %s.", file, what)
                .expected("the file exactly as countersign:seal wrote it.")
                .remedy(
                        "Fetch the release again from where it was sealed, and compare its sha256sum with the approvals.")
                .state(Problem.NOTHING_CHANGED)
                .build();
    }

    private static CountersignException unreadable(Path file, Exception e) {
        return CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                .found("%s cannot be read: %s.", file, e.getMessage())
                .remedy("Check that the file is there and that you may read it.")
                .causedBy(e);
    }
}
