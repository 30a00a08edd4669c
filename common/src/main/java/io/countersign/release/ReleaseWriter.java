package io.countersign.release;

import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a release from its first byte to its last, and computes its digest of the very bytes that it writes. What the manifest
 * says of the files is known by then; a file that gives other bytes now ends the writing.
 */
final class ReleaseWriter {
    private static final int CHUNK = 1 << 19;

    private final WritableByteChannel out;
    private final List<HashedFile> files;
    private final Manifest manifest;
    private final Progress.Task task;
    private final MessageDigest whole = Digest.begin();
    private final byte[][] buffers = new byte[2][CHUNK];
    private int turn;
    private int filled;

    /** @param files those of the manifest, in its order */
    ReleaseWriter(WritableByteChannel out, List<HashedFile> files, Manifest manifest, Progress.Task task) {
        this.out = out;
        this.files = List.copyOf(files);
        this.manifest = manifest;
        this.task = task;
    }

    /**
     * @return what a reader of these bytes would find
     * @throws CountersignException SOURCE_INVALID where a file was changed or the manifest would be larger than any reader
     *     accepts; FILE_UNREADABLE
     */
    ReleaseReader.Verified write() throws IOException {
        byte[] json = Json.pretty(manifest);
        refuseTooLarge(json.length);
        ZipLayout layout = ReleaseReader.layout(manifest, json.length);
        CRC32 crc = new CRC32();
        crc.update(json);
        int manifestCrc = (int) crc.getValue();
        try (SecondThread hashing = new SecondThread()) {
            put(layout.localHeader(0, manifestCrc), hashing);
            put(json, hashing);
            for (int index = 0; index < files.size(); index++) {
                put(layout.localHeader(index + 1, files.get(index).crc()), hashing);
                copy(files.get(index), hashing);
            }
            for (int index = 0; index < layout.count(); index++) {
                put(
                        layout.directoryRecord(
                                index,
                                index == 0 ? manifestCrc : files.get(index - 1).crc()),
                        hashing);
            }
            put(layout.end(), hashing);
            flush(hashing);
            hashing.await();
        }
        return new ReleaseReader.Verified(Digest.finish(whole), manifest, layout);
    }

    private static void refuseTooLarge(int manifestSize) {
        if (manifestSize > SealedRelease.LARGEST_MANIFEST) {
            throw CountersignException.problem(ProblemCode.SOURCE_INVALID)
                    .found("The release's %s would have %d bytes.", Manifest.PATH, manifestSize)
                    .expected("at most %d.", SealedRelease.LARGEST_MANIFEST)
                    .remedy("Seal fewer files, for example one archive in the place of a folder.")
                    .build();
        }
    }

    private void copy(HashedFile hashed, SecondThread hashing) throws IOException {
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = hashed.file().open()) {
            while (true) {
                byte[] buffer = room(hashing);
                int read = in.read(buffer, filled, CHUNK - filled);
                if (read < 0) {
                    break;
                }
                crc.update(buffer, filled, read);
                filled += read;
                size += read;
                task.advance(read);
            }
        }
        if (size != hashed.file().size() || (int) crc.getValue() != hashed.crc()) {
            throw hashed.file().changed();
        }
    }

    private void put(byte[] bytes, SecondThread hashing) throws IOException {
        int offset = 0;
        while (offset < bytes.length) {
            byte[] buffer = room(hashing);
            int taken = Math.min(bytes.length - offset, CHUNK - filled);
            System.arraycopy(bytes, offset, buffer, filled, taken);
            filled += taken;
            offset += taken;
        }
    }

    /** The buffer to be filled from {@link #filled} on: there is room in it. */
    private byte[] room(SecondThread hashing) throws IOException {
        if (filled == CHUNK) {
            flush(hashing);
        }
        return buffers[turn];
    }

    /** The digest is computed beside, of the same buffer that is written here. */
    private void flush(SecondThread hashing) throws IOException {
        byte[] buffer = buffers[turn];
        int length = filled;
        hashing.begin(() -> whole.update(buffer, 0, length));
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        turn = 1 - turn;
        filled = 0;
    }
}
