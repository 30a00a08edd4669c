package io.countersign.release.zip;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes a zip in the form of {@link ZipFormat}, in one pass over a stream. */
public final class StoredZipWriter implements Closeable {
    private static final int BUFFER = 1 << 17;

    private final OutputStream out;
    private final int dosTime;
    private final List<ZipEntry> entries = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private long position;

    /** @param seconds since 1970-01-01T00:00:00Z, given to every entry in UTC whatever the zone of the machine */
    public StoredZipWriter(OutputStream out, long seconds) {
        this.out = out;
        this.dosTime = dosTime(seconds);
    }

    /**
     * @param size and crc of what the stream will give; known beforehand, because they stand before the data
     * @throws IOException also where the stream gives something else: a file was changed meanwhile
     */
    public void add(String name, boolean executable, long size, int crc, InputStream data) throws IOException {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = buffer(ZipFormat.LOCAL_SIZE + encoded.length);
        header.putInt(ZipFormat.LOCAL_SIGNATURE).putShort((short) ZipFormat.VERSION_NEEDED);
        common(header, size, crc, encoded.length);
        header.put(encoded);
        write(header);
        ZipEntry entry = new ZipEntry(name, position, size, crc, executable);
        CRC32 actual = new CRC32();
        long written = 0;
        for (int read = data.read(buffer); read >= 0; read = data.read(buffer)) {
            actual.update(buffer, 0, read);
            write(buffer, read);
            written += read;
        }
        if (written != size || (int) actual.getValue() != crc) {
            throw new IOException(name + " was changed while it was being sealed");
        }
        entries.add(entry);
    }

    /** Writes the directory. Nothing can be added afterwards. */
    public void finish() throws IOException {
        long start = position;
        for (ZipEntry entry : entries) {
            byte[] encoded = entry.name().getBytes(StandardCharsets.UTF_8);
            ByteBuffer header = buffer(ZipFormat.CENTRAL_SIZE + encoded.length);
            header.putInt(ZipFormat.CENTRAL_SIGNATURE)
                    .putShort((short) ZipFormat.VERSION_MADE_BY)
                    .putShort((short) ZipFormat.VERSION_NEEDED);
            common(header, entry.size(), entry.crc(), encoded.length);
            header.putShort((short) 0).putShort((short) 0).putShort((short) 0);
            header.putInt(entry.executable() ? ZipFormat.MODE_EXECUTABLE : ZipFormat.MODE_PLAIN);
            header.putInt((int) (entry.offset() - ZipFormat.LOCAL_SIZE - encoded.length));
            header.put(encoded);
            write(header);
        }
        if (position + ZipFormat.END_SIZE > ZipFormat.LARGEST_FILE || entries.size() > ZipFormat.MOST_ENTRIES) {
            throw new IOException("a release holds at most 4 GiB and " + ZipFormat.MOST_ENTRIES + " files");
        }
        ByteBuffer end = buffer(ZipFormat.END_SIZE);
        end.putInt(ZipFormat.END_SIGNATURE).putShort((short) 0).putShort((short) 0);
        end.putShort((short) entries.size()).putShort((short) entries.size());
        end.putInt((int) (position - start)).putInt((int) start).putShort((short) 0);
        write(end);
        out.flush();
    }

    /** Flags, method, time, CRC, both sizes, name length and extra length stand in the same order in both headers. */
    private void common(ByteBuffer header, long size, int crc, int nameLength) {
        header.putShort((short) ZipFormat.FLAGS).putShort((short) ZipFormat.METHOD_STORED);
        header.putInt(dosTime).putInt(crc).putInt((int) size).putInt((int) size);
        header.putShort((short) nameLength).putShort((short) 0);
    }

    private void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        position += length;
    }

    private void write(ByteBuffer header) throws IOException {
        byte[] bytes = new byte[header.flip().remaining()];
        header.get(bytes);
        write(bytes, bytes.length);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** DOS time has two-second steps and begins in 1980. */
    private static int dosTime(long seconds) {
        LocalDateTime earliest = LocalDateTime.of(1980, 1, 1, 0, 0);
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
        LocalDateTime used = time.isBefore(earliest) ? earliest : time;
        int date = (used.getYear() - 1980) << 9 | used.getMonthValue() << 5 | used.getDayOfMonth();
        return date << 16 | used.getHour() << 11 | used.getMinute() << 5 | used.getSecond() / 2;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
