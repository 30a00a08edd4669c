package io.countersign.release;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The one zip (PKWARE's APPNOTE 6.3) that holds given entries: stored, one behind the other without gaps, names in UTF-8, one
 * timestamp, no comments or data descriptors, zip64 fields only where a number does not fit otherwise. The writer writes these
 * bytes; the reader expects these bytes, and so needs no parser that a hostile file could fool. {@code
 * docs/decisions/0003-releases-are-stored-zips.md} says why.
 */
final class ZipLayout {
    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int DIRECTORY_SIGNATURE = 0x02014b50;
    static final int END_SIGNATURE = 0x06054b50;
    static final int LOCAL_SIZE = 30;
    /** Where in a local header the CRC stands. */
    static final int LOCAL_CRC = 14;

    private static final int DIRECTORY_SIZE = 46;
    private static final int END_SIZE = 22;
    private static final int END64_SIZE = 56;
    private static final int LOCATOR64_SIZE = 20;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int LOCATOR64_SIGNATURE = 0x07064b50;

    private static final int VERSION_PLAIN = 20;
    private static final int VERSION_ZIP64 = 45;
    /** Made by Unix, so that the upper half of the external attributes is a file mode. */
    private static final int MADE_BY_UNIX = 3 << 8;

    private static final int FLAG_UTF8 = 0x0800;
    private static final int MODE_PLAIN = 0100644 << 16;
    private static final int MODE_EXECUTABLE = 0100755 << 16;

    private static final long MAX32 = 0xFFFF_FFFFL;
    private static final int MAX16 = 0xFFFF;
    private static final int ZIP64_FIELD = 1;

    private final List<ZipItem> items;
    private final int dosTime;
    private final long[] offsets;
    private final long directoryOffset;
    private final long directorySize;

    /** @param seconds since 1970-01-01T00:00:00Z, given to every entry in UTC whatever the zone of the machine */
    ZipLayout(List<ZipItem> items, long seconds) {
        this.items = List.copyOf(items);
        this.dosTime = dosTime(seconds);
        this.offsets = new long[items.size()];
        long position = 0;
        for (int index = 0; index < offsets.length; index++) {
            offsets[index] = position;
            position = Math.addExact(position, localHeaderSize(index));
            position = Math.addExact(position, items.get(index).size());
        }
        this.directoryOffset = position;
        long size = 0;
        for (int index = 0; index < offsets.length; index++) {
            size += DIRECTORY_SIZE + items.get(index).encodedName().length + directoryExtraSize(index);
        }
        this.directorySize = size;
    }

    int count() {
        return items.size();
    }

    ZipItem item(int index) {
        return items.get(index);
    }

    long headerOffset(int index) {
        return offsets[index];
    }

    long dataOffset(int index) {
        return offsets[index] + localHeaderSize(index);
    }

    long directoryOffset() {
        return directoryOffset;
    }

    byte[] localHeader(int index, int crc) {
        ZipItem item = items.get(index);
        byte[] name = item.encodedName();
        boolean big = isBig(item);
        byte[] bytes = new byte[localHeaderSize(index)];
        ByteBuffer header = littleEndian(bytes);
        header.putInt(LOCAL_SIGNATURE).putShort((short) (big ? VERSION_ZIP64 : VERSION_PLAIN));
        putCommon(header, item, crc, name.length, big ? 20 : 0);
        header.put(name);
        if (big) {
            header.putShort((short) ZIP64_FIELD).putShort((short) 16);
            header.putLong(item.size()).putLong(item.size());
        }
        return bytes;
    }

    static int crcOf(byte[] localHeader) {
        return ByteBuffer.wrap(localHeader).order(ByteOrder.LITTLE_ENDIAN).getInt(LOCAL_CRC);
    }

    byte[] directoryRecord(int index, int crc) {
        ZipItem item = items.get(index);
        byte[] name = item.encodedName();
        int extra = directoryExtraSize(index);
        int version = extra > 0 ? VERSION_ZIP64 : VERSION_PLAIN;
        byte[] bytes = new byte[DIRECTORY_SIZE + name.length + extra];
        ByteBuffer header = littleEndian(bytes);
        header.putInt(DIRECTORY_SIGNATURE).putShort((short) (MADE_BY_UNIX | version));
        header.putShort((short) version);
        putCommon(header, item, crc, name.length, extra);
        header.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        header.putInt(item.executable() ? MODE_EXECUTABLE : MODE_PLAIN);
        header.putInt(fit32(offsets[index]));
        header.put(name);
        if (extra > 0) {
            header.putShort((short) ZIP64_FIELD).putShort((short) (extra - 4));
            if (isBig(item)) {
                header.putLong(item.size()).putLong(item.size());
            }
            if (offsets[index] >= MAX32) {
                header.putLong(offsets[index]);
            }
        }
        return bytes;
    }

    /** Everything behind the last record of the directory. */
    byte[] end() {
        boolean big = items.size() >= MAX16 || directoryOffset >= MAX32 || directorySize >= MAX32;
        byte[] bytes = new byte[big ? END64_SIZE + LOCATOR64_SIZE + END_SIZE : END_SIZE];
        ByteBuffer end = littleEndian(bytes);
        if (big) {
            end.putInt(END64_SIGNATURE).putLong(END64_SIZE - 12);
            end.putShort((short) (MADE_BY_UNIX | VERSION_ZIP64)).putShort((short) VERSION_ZIP64);
            end.putInt(0).putInt(0).putLong(items.size()).putLong(items.size());
            end.putLong(directorySize).putLong(directoryOffset);
            end.putInt(LOCATOR64_SIGNATURE).putInt(0).putLong(directoryOffset + directorySize);
            end.putInt(1);
        }
        short count = (short) Math.min(items.size(), MAX16);
        end.putInt(END_SIGNATURE).putShort((short) 0).putShort((short) 0);
        end.putShort(count).putShort(count);
        end.putInt(fit32(directorySize)).putInt(fit32(directoryOffset)).putShort((short) 0);
        return bytes;
    }

    /** Flags, method, time, CRC, both sizes and both lengths stand in the same order in both headers. */
    private void putCommon(ByteBuffer header, ZipItem item, int crc, int nameLength, int extraLength) {
        int size = fit32(item.size());
        header.putShort((short) FLAG_UTF8).putShort((short) 0);
        header.putInt(dosTime).putInt(crc).putInt(size).putInt(size);
        header.putShort((short) nameLength).putShort((short) extraLength);
    }

    private int localHeaderSize(int index) {
        ZipItem item = items.get(index);
        return LOCAL_SIZE + item.encodedName().length + (isBig(item) ? 20 : 0);
    }

    private int directoryExtraSize(int index) {
        int content = (isBig(items.get(index)) ? 16 : 0) + (offsets[index] >= MAX32 ? 8 : 0);
        return content == 0 ? 0 : 4 + content;
    }

    private static boolean isBig(ZipItem item) {
        return item.size() >= MAX32;
    }

    private static int fit32(long number) {
        return (int) Math.min(number, MAX32);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** DOS time has steps of two seconds and reaches from 1980 to 2107. */
    private static int dosTime(long seconds) {
        LocalDateTime earliest = LocalDateTime.of(1980, 1, 1, 0, 0);
        LocalDateTime latest = LocalDateTime.of(2107, 12, 31, 23, 59, 58);
        long within = Math.max(
                earliest.toEpochSecond(ZoneOffset.UTC), Math.min(seconds, latest.toEpochSecond(ZoneOffset.UTC)));
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(within), ZoneOffset.UTC);
        int date = (time.getYear() - 1980) << 9 | time.getMonthValue() << 5 | time.getDayOfMonth();
        return date << 16 | time.getHour() << 11 | time.getMinute() << 5 | time.getSecond() / 2;
    }
}
