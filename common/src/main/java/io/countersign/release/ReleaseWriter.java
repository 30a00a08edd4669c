package io.countersign.release;

import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * Writes a release in one pass over its sources. The manifest comes first although it lists the digests of what follows: a
 * digest is always 64 digits long, so the manifest's length, and with it the place of every byte, is known beforehand.
 */
final class ReleaseWriter {
    private static final int CHUNK = 1 << 19;
    private static final Digest UNKNOWN = new Digest("0".repeat(64));

    private final FileChannel out;
    private final List<SourceFile> files;
    private final Function<List<ManifestEntry>, Manifest> manifest;
    private final Progress.Task task;
    private final Digest[] digests;
    private final int[] crcs;
    private final byte[][] buffers = new byte[2][CHUNK];
    private int turn;

    /** @param files sorted by path */
    ReleaseWriter(
            FileChannel out,
            List<SourceFile> files,
            Function<List<ManifestEntry>, Manifest> manifest,
            Progress.Task task) {
        this.out = out;
        this.files = List.copyOf(files);
        this.manifest = manifest;
        this.task = task;
        this.digests = new Digest[files.size()];
        this.crcs = new int[files.size() + 1];
        Arrays.fill(digests, UNKNOWN);
    }

    void write() throws IOException {
        int manifestSize = json().length;
        ZipLayout layout = ReleaseReader.layout(manifest.apply(entries()), manifestSize);
        try (SecondThread hashing = new SecondThread()) {
            for (int index = 0; index < files.size(); index++) {
                copy(index, layout.dataOffset(index + 1), hashing);
                put(layout.localHeader(index + 1, crcs[index + 1]), layout.headerOffset(index + 1));
            }
            hashing.await();
        }
        byte[] json = json();
        if (json.length != manifestSize) {
            throw new IllegalStateException("the manifest's length is known before its digests");
        }
        CRC32 crc = new CRC32();
        crc.update(json);
        crcs[0] = (int) crc.getValue();
        put(layout.localHeader(0, crcs[0]), 0);
        put(json, layout.dataOffset(0));
        putDirectory(layout);
    }

    private byte[] json() {
        return Json.pretty(manifest.apply(entries()));
    }

    private List<ManifestEntry> entries() {
        List<ManifestEntry> entries = new ArrayList<>();
        for (int index = 0; index < digests.length; index++) {
            SourceFile file = files.get(index);
            entries.add(new ManifestEntry(file.path(), file.size(), digests[index], file.executable()));
        }
        return entries;
    }

    /** The digest is computed beside, of the same buffer that is written here. */
    private void copy(int index, long offset, SecondThread hashing) throws IOException {
        SourceFile file = files.get(index);
        MessageDigest digest = Digest.begin();
        CRC32 crc = new CRC32();
        long position = 0;
        try (InputStream in = file.open()) {
            while (true) {
                byte[] buffer = buffers[turn];
                int read = in.readNBytes(buffer, 0, CHUNK);
                position += read;
                boolean last = read < CHUNK;
                if (position > file.size() || (last && position != file.size())) {
                    throw changed(file, position);
                }
                hashing.begin(() -> {
                    digest.update(buffer, 0, read);
                    if (last) {
                        digests[index] = Digest.finish(digest);
                    }
                });
                turn = 1 - turn;
                crc.update(buffer, 0, read);
                put(ByteBuffer.wrap(buffer, 0, read), offset + position - read);
                task.advance(read);
                if (last) {
                    break;
                }
            }
        }
        crcs[index + 1] = (int) crc.getValue();
    }

    private void putDirectory(ZipLayout layout) throws IOException {
        long position = layout.directoryOffset();
        for (int index = 0; index < layout.count(); index++) {
            position += put(layout.directoryRecord(index, crcs[index]), position);
        }
        put(layout.end(), position);
    }

    private int put(byte[] bytes, long position) throws IOException {
        return put(ByteBuffer.wrap(bytes), position);
    }

    private int put(ByteBuffer bytes, long position) throws IOException {
        int length = bytes.remaining();
        int written = 0;
        while (bytes.hasRemaining()) {
            written += out.write(bytes, position + written);
        }
        return length;
    }

    private static CountersignException changed(SourceFile file, long found) {
        return CountersignException.problem(ProblemCode.SOURCE_INVALID)
                .found(
                        "%s was changed while it was being sealed: it had %d bytes and now gives %d.",
                        file.path(), file.size(), found)
                .remedy("Wait until nothing writes there any more, and seal again.")
                .build();
    }
}
