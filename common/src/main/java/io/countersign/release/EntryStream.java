package io.countersign.release;

import io.countersign.problem.CountersignException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.function.Supplier;

/**
 * The data of one entry, verified again: whoever reads up to the end has read what was sealed, or gets an exception instead of
 * the end. Closing it leaves the channel open.
 */
final class EntryStream extends InputStream {
    private final FileChannel channel;
    private final ManifestEntry entry;
    private final Supplier<CountersignException> altered;
    private final MessageDigest digest = Digest.begin();
    private long position;
    private long remaining;
    private boolean verified;

    /** @param offset of the entry's data in the file */
    EntryStream(FileChannel channel, ManifestEntry entry, long offset, Supplier<CountersignException> altered) {
        this.channel = channel;
        this.entry = entry;
        this.altered = altered;
        this.position = offset;
        this.remaining = entry.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (remaining == 0) {
            verify();
            return -1;
        }
        int wanted = (int) Math.min(length, remaining);
        int read = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
        if (read < 0) {
            throw altered.get();
        }
        digest.update(bytes, offset, read);
        position += read;
        remaining -= read;
        return read;
    }

    private void verify() {
        if (!verified && !Digest.finish(digest).equals(entry.sha256())) {
            throw altered.get();
        }
        verified = true;
    }
}
