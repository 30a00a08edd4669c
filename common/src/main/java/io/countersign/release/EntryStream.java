package io.countersign.release;

import io.countersign.release.zip.ZipEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The data of one stored entry. Closing it leaves the channel open. */
final class EntryStream extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long position;

    EntryStream(FileChannel channel, ZipEntry entry) {
        this.channel = channel;
        this.position = entry.offset();
        this.end = entry.offset() + entry.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position >= end) {
            return -1;
        }
        int read = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, end - position)), position);
        if (read > 0) {
            position += read;
        }
        return read;
    }
}
