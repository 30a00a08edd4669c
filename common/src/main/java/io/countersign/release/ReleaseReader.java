package io.countersign.release;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Reads a release from its first byte to its last, once: what is hashed for its identity and what is compared with the
 * manifest are the same bytes, whatever happens to the file meanwhile. Memory does not grow with the file.
 */
final class ReleaseReader {
    private static final int CHUNK = 1 << 19;
    private static final byte[] MANIFEST_NAME = Manifest.PATH.getBytes(StandardCharsets.UTF_8);

    private final Refusal refusal;
    private final MessageDigest whole = Digest.begin();

    private ReleaseReader(Path file) {
        this.refusal = new Refusal(file);
    }

    /** What a file turned out to be. */
    record Verified(Digest digest, Manifest manifest, ZipLayout layout) {}

    static Verified read(Path file, Progress progress) {
        if (!Files.exists(file)) {
            throw CountersignException.problem(ProblemCode.FILE_MISSING)
                    .found("There is no file %s.", file)
                    .expected("a release, such as target/bookshop-1.4.0-release.zip.")
                    .remedy("Name the release, or seal one by countersign:seal.")
                    .build();
        }
        ReleaseReader reader = new ReleaseReader(file);
        if (!Files.isRegularFile(file)) {
            throw reader.refusal.unreadable("it is a folder or another thing that is no file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Progress.Task task =
                        progress.start("Verifying " + file.getFileName(), channel.size(), Progress.Unit.BYTES)) {
            return reader.read(channel, task);
        } catch (IOException e) {
            throw reader.refusal.failed(e);
        }
    }

    private Verified read(FileChannel channel, Progress.Task task) throws IOException {
        byte[] header = exactly(channel, ZipLayout.LOCAL_SIZE + MANIFEST_NAME.length);
        byte[] json = exactly(channel, manifestSize(header));
        CRC32 crc = new CRC32();
        crc.update(json);
        if ((int) crc.getValue() != ZipLayout.crcOf(header)) {
            throw refusal.altered("the checksum (CRC) of its " + Manifest.PATH + " does not hold");
        }
        Manifest manifest = new ManifestReader(refusal).read(json);
        ZipLayout layout = layout(manifest, json.length);
        byte[] expected = layout.localHeader(0, ZipLayout.crcOf(header));
        if (!Arrays.equals(header, expected)) {
            throw new HeaderDifference(refusal, 0, "the header of " + Manifest.PATH).of(header, expected);
        }
        whole.update(header);
        whole.update(json);
        task.advance((long) header.length + json.length);
        EntryVerifier verifier = new EntryVerifier(refusal, manifest, layout, ZipLayout.crcOf(header));
        verifyRest(channel, verifier, task);
        return new Verified(Digest.finish(whole), manifest, layout);
    }

    static ZipLayout layout(Manifest manifest, long manifestSize) {
        Stream<ZipItem> first = Stream.of(new ZipItem(Manifest.PATH, manifestSize, false));
        Stream<ZipItem> rest =
                manifest.entries().stream().map(entry -> new ZipItem(entry.path(), entry.size(), entry.executable()));
        return new ZipLayout(
                Stream.concat(first, rest).toList(), manifest.source().time());
    }

    /** Enough of the first header is looked at to find the manifest; all of it is compared once that has been read. */
    private int manifestSize(byte[] bytes) {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != ZipLayout.LOCAL_SIGNATURE) {
            throw refusal.unreadable("it does not begin as a zip does");
        }
        int nameLength = Short.toUnsignedInt(header.getShort(26));
        byte[] name = Arrays.copyOfRange(
                bytes, ZipLayout.LOCAL_SIZE, Math.min(bytes.length, ZipLayout.LOCAL_SIZE + nameLength));
        if (!Arrays.equals(name, MANIFEST_NAME)) {
            throw refusal.unreadable("its first entry is " + Quoted.of(new String(name, StandardCharsets.UTF_8))
                    + (nameLength > name.length ? " (and on)" : "") + ", not " + Manifest.PATH);
        }
        long size = Integer.toUnsignedLong(header.getInt(22));
        boolean plain = header.getShort(8) == 0
                && header.getShort(28) == 0
                && (header.getShort(6) & 9) == 0
                && header.getInt(18) == header.getInt(22);
        if (!plain) {
            throw refusal.hostile(
                    "its " + Manifest.PATH + " is compressed or encrypted, or has extra fields or a data descriptor");
        }
        if (size > SealedRelease.LARGEST_MANIFEST) {
            throw refusal.hostile(
                    "its " + Manifest.PATH + " has " + size + " bytes, more than " + SealedRelease.LARGEST_MANIFEST);
        }
        return (int) size;
    }

    /** Here the file's digest is computed, and beside it everything else. */
    private void verifyRest(FileChannel channel, EntryVerifier verifier, Progress.Task task) throws IOException {
        List<byte[]> buffers = List.of(new byte[CHUNK], new byte[CHUNK]);
        try (SecondThread beside = new SecondThread()) {
            for (int turn = 0; ; turn = 1 - turn) {
                byte[] buffer = buffers.get(turn);
                int read = channel.read(ByteBuffer.wrap(buffer));
                if (read < 0) {
                    break;
                }
                beside.begin(() -> verifier.accept(buffer, read));
                whole.update(buffer, 0, read);
                task.advance(read);
            }
            beside.await();
        }
        verifier.finish();
    }

    private byte[] exactly(FileChannel channel, int size) throws IOException {
        if (channel.size() - channel.position() < size) {
            throw refusal.unreadable(
                    channel.size() == 0 ? "it is empty" : "it is cut short: it has only " + channel.size() + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw refusal.unreadable("it was cut short while it was read");
            }
        }
        return bytes.array();
    }
}
