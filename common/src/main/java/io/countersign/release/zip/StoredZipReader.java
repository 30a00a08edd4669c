package io.countersign.release.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the structure of a zip of unknown origin. Every byte outside the entries' data must be the one that
 * {@link StoredZipWriter} would have written; so nothing can hide between, before or behind the entries, and no two readers
 * can understand the file differently.
 */
public final class StoredZipReader {
    private static final int LARGEST_DIRECTORY = 64 << 20;

    private StoredZipReader() {}

    /** @throws MalformedZipException where anything is not as it should be */
    public static List<ZipEntry> entries(FileChannel file) throws IOException {
        long length = file.size();
        if (length < ZipFormat.END_SIZE || length > ZipFormat.LARGEST_FILE) {
            throw broken("it has " + length + " bytes, which no release has");
        }
        ByteBuffer end = read(file, length - ZipFormat.END_SIZE, ZipFormat.END_SIZE);
        if (end.getInt() != ZipFormat.END_SIGNATURE) {
            throw broken("it does not end like a release; it may be cut short, or not be a zip");
        }
        int disks = end.getInt();
        int count = Short.toUnsignedInt(end.getShort());
        int total = Short.toUnsignedInt(end.getShort());
        long size = Integer.toUnsignedLong(end.getInt());
        long start = Integer.toUnsignedLong(end.getInt());
        if (disks != 0 || count != total || end.getShort() != 0 || start + size != length - ZipFormat.END_SIZE) {
            throw hostile("the end of its directory contradicts the file");
        }
        if (size > LARGEST_DIRECTORY) {
            throw hostile("its directory has " + size + " bytes");
        }
        List<ZipEntry> entries = directory(read(file, start, (int) size), count, start);
        return headersAgree(file, entries, start);
    }

    private static List<ZipEntry> directory(ByteBuffer directory, int count, long limit) throws IOException {
        List<ZipEntry> entries = new ArrayList<>();
        int firstTime = 0;
        long next = 0;
        for (int number = 0; number < count; number++) {
            if (directory.remaining() < ZipFormat.CENTRAL_SIZE
                    || directory.getInt() != ZipFormat.CENTRAL_SIGNATURE
                    || Short.toUnsignedInt(directory.getShort()) != ZipFormat.VERSION_MADE_BY) {
                throw hostile("its directory has an entry of another form at place " + number);
            }
            Common common = Common.read(directory);
            int comment = directory.getShort() | directory.getInt();
            int mode = directory.getInt();
            long offset = Integer.toUnsignedLong(directory.getInt());
            if (number == 0) {
                firstTime = common.time();
            }
            boolean known = mode == ZipFormat.MODE_PLAIN || mode == ZipFormat.MODE_EXECUTABLE;
            if (comment != 0 || !known || common.time() != firstTime || offset != next) {
                throw hostile(
                        "entry " + number + " has a comment, a link, a time of its own, or is not where it belongs");
            }
            String name = name(directory, common.nameLength());
            long data = offset + ZipFormat.LOCAL_SIZE + common.nameLength();
            next = data + common.size();
            if (next > limit) {
                throw hostile("entry " + number + " reaches into the directory");
            }
            entries.add(new ZipEntry(name, data, common.size(), common.crc(), mode == ZipFormat.MODE_EXECUTABLE));
        }
        if (directory.hasRemaining() || next != limit) {
            throw hostile("there are bytes that belong to no entry");
        }
        return entries;
    }

    private static List<ZipEntry> headersAgree(FileChannel file, List<ZipEntry> entries, long limit)
            throws IOException {
        int time = 0;
        for (ZipEntry entry : entries) {
            byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
            ByteBuffer header =
                    read(file, entry.offset() - ZipFormat.LOCAL_SIZE - name.length, ZipFormat.LOCAL_SIZE + name.length);
            boolean signed = header.getInt() == ZipFormat.LOCAL_SIGNATURE;
            Common common = Common.read(header);
            byte[] local = new byte[name.length];
            header.get(local);
            time = time == 0 ? common.time() : time;
            boolean same = common.size() == entry.size()
                    && common.crc() == entry.crc()
                    && common.nameLength() == name.length
                    && common.time() == time
                    && java.util.Arrays.equals(local, name);
            if (!signed || !same) {
                throw hostile("the header of " + entry.name() + " contradicts the directory");
            }
        }
        return timesAgree(file, entries, limit, time);
    }

    /** The directory's time was compared among its entries, the headers' among themselves; this compares the two. */
    private static List<ZipEntry> timesAgree(FileChannel file, List<ZipEntry> entries, long directory, int time)
            throws IOException {
        if (!entries.isEmpty()) {
            ByteBuffer first = read(file, directory, ZipFormat.CENTRAL_SIZE);
            if (first.getInt(12) != time) {
                throw hostile("the times in the headers contradict the directory");
            }
        }
        return entries;
    }

    /** What both headers have in common, behind their signatures. */
    private record Common(int time, int crc, long size, int nameLength) {
        static Common read(ByteBuffer header) throws MalformedZipException {
            int version = header.getShort();
            int flags = Short.toUnsignedInt(header.getShort());
            int method = header.getShort();
            int time = header.getInt();
            int crc = header.getInt();
            long compressed = Integer.toUnsignedLong(header.getInt());
            long size = Integer.toUnsignedLong(header.getInt());
            int nameLength = Short.toUnsignedInt(header.getShort());
            int extra = header.getShort();
            if (version != ZipFormat.VERSION_NEEDED
                    || flags != ZipFormat.FLAGS
                    || method != ZipFormat.METHOD_STORED
                    || compressed != size
                    || extra != 0) {
                throw hostile("an entry is compressed, encrypted, or has fields that releases do not have");
            }
            return new Common(time, crc, size, nameLength);
        }
    }

    private static String name(ByteBuffer directory, int length) throws MalformedZipException {
        if (directory.remaining() < length) {
            throw hostile("a name reaches beyond the directory");
        }
        ByteBuffer encoded = directory.slice(directory.position(), length);
        directory.position(directory.position() + length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(encoded)
                    .toString();
        } catch (CharacterCodingException e) {
            throw hostile("a name is not UTF-8");
        }
    }

    private static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
        if (position < 0) {
            throw hostile("an entry begins before the file");
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw broken("it is cut short");
            }
        }
        return buffer.flip();
    }

    private static MalformedZipException broken(String message) {
        return new MalformedZipException(false, message);
    }

    private static MalformedZipException hostile(String message) {
        return new MalformedZipException(true, message);
    }
}
