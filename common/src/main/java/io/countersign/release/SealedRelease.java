package io.countersign.release;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A release whose every byte was verified when it was opened: its structure, its manifest, and each entry against the
 * manifest. What is read from it later is verified again, because the file may be changed meanwhile. It holds no file open.
 */
public final class SealedRelease {
    static final int MOST_ENTRIES = 100_000;
    static final long LARGEST_MANIFEST = 64L << 20;
    /** 1 TiB: far above every release, far below what arithmetic on sizes could overflow. */
    static final long LARGEST = 1L << 40;

    private final Path file;
    private final ReleaseReader.Verified verified;

    SealedRelease(Path file, ReleaseReader.Verified verified) {
        this.file = file;
        this.verified = verified;
    }

    /**
     * Reads and verifies the whole file: its digest on one thread, its entries on another; memory does not grow with it.
     *
     * @throws CountersignException FILE_MISSING, FILE_UNREADABLE, RELEASE_UNREADABLE (no zip, no manifest, cut short),
     *     RELEASE_HOSTILE (anything a sealed zip never has), RELEASE_ALTERED (other bytes than the manifest says), or
     *     RELEASE_FORMAT_UNKNOWN
     */
    public static SealedRelease open(Path file) {
        return open(file, Progress.silent());
    }

    /** As {@link #open(Path)}, telling how far it is, in bytes. */
    public static SealedRelease open(Path file, Progress progress) {
        return new SealedRelease(file, ReleaseReader.read(file, progress));
    }

    public Path file() {
        return file;
    }

    /** The SHA-256 of the file: the release's identity. */
    public Digest digest() {
        return verified.digest();
    }

    public Manifest manifest() {
        return verified.manifest();
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

    /** Reads one entry wholly and verifies it. For small files; {@link #openEntry} and {@link #extract} stream. */
    public byte[] read(String path) {
        try (InputStream in = openEntry(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new Refusal(file).failed(e);
        }
    }

    /**
     * The bytes of one entry. At its end the stream has verified them once more; a reader that stops before that has no such
     * promise.
     *
     * @param path as in the manifest
     * @throws CountersignException FILE_MISSING where the release has no such entry; RELEASE_ALTERED, also while reading
     */
    public InputStream openEntry(String path) {
        int index = index(path);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return new FilterInputStream(stream(channel, index)) {
                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        } catch (IOException e) {
            throw new Refusal(file).failed(e);
        }
    }

    /**
     * Unpacks everything below a folder of the release, verifying each file as it is written. Files that are executable in the
     * manifest become so. Where anything fails, what was written is removed again.
     *
     * @param prefix for example {@link Manifest#CHANGES}; not part of the paths that are written
     * @param folder made where it does not exist; nothing in it is overwritten
     * @throws CountersignException RELEASE_ALTERED, FILE_EXISTS, FILE_NOT_WRITABLE, FILE_UNREADABLE
     */
    public void extract(String prefix, Path folder) {
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            throw new IllegalArgumentException("a folder of a release ends with a slash: " + prefix);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Extraction.into(folder, extraction -> {
                List<ManifestEntry> entries = manifest().entries();
                for (int index = 0; index < entries.size(); index++) {
                    ManifestEntry entry = entries.get(index);
                    if (entry.path().startsWith(prefix)) {
                        String path = entry.path().substring(prefix.length());
                        extraction.write(path, entry.executable(), stream(channel, index));
                    }
                }
            });
        } catch (IOException e) {
            throw new Refusal(file).failed(e);
        }
    }

    EntryStream stream(FileChannel channel, int index) {
        ManifestEntry entry = manifest().entries().get(index);
        // the manifest itself is the first item of the layout
        long offset = verified.layout().dataOffset(index + 1);
        return new EntryStream(
                channel,
                entry,
                offset,
                () -> new Refusal(file)
                        .altered(Quoted.of(entry.path()) + " was changed after the release had been verified"));
    }

    private int index(String path) {
        List<ManifestEntry> entries = manifest().entries();
        for (int index = 0; index < entries.size(); index++) {
            if (entries.get(index).path().equals(path)) {
                return index;
            }
        }
        throw CountersignException.problem(ProblemCode.FILE_MISSING)
                .found("%s holds no %s.", file, Quoted.of(path))
                .expected("a path that its manifest lists.")
                .remedy("Look at the paths with unzip -l.")
                .build();
    }
}
