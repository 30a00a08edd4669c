package io.countersign.release;

import io.countersign.problem.CountersignException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Says, for people, in what a header of a zip is not the one that belongs there. */
final class HeaderDifference {
    private static final int FLAG_ENCRYPTED = 1;
    private static final int FLAG_DESCRIPTOR = 8;
    private static final int UNIX_TYPE = 0170000;
    private static final int UNIX_FILE = 0100000;

    private final Refusal refusal;
    private final long offset;
    private final String expected;

    /**
     * @param offset where in the file the header stands
     * @param expected what belongs there, for people
     */
    HeaderDifference(Refusal refusal, long offset, String expected) {
        this.refusal = refusal;
        this.offset = offset;
        this.expected = expected;
    }

    CountersignException of(byte[] found, byte[] wanted) {
        ByteBuffer header = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
        int signature = header.getInt(0);
        int belongs = ByteBuffer.wrap(wanted).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        if (signature != belongs) {
            return misplaced(found, signature);
        }
        if (signature == ZipLayout.LOCAL_SIGNATURE) {
            return inEntry(header, found, wanted, 6, ZipLayout.LOCAL_SIZE);
        }
        if (signature == ZipLayout.DIRECTORY_SIGNATURE) {
            return inDirectory(header, found, wanted);
        }
        if (header.getShort(found.length - 2) != 0) {
            return hostile("the zip has a comment");
        }
        return refusal.altered(at(Arrays.mismatch(found, wanted)) + " there is another value than in " + expected);
    }

    private CountersignException misplaced(byte[] found, int signature) {
        if (signature == ZipLayout.LOCAL_SIGNATURE && found.length >= ZipLayout.LOCAL_SIZE) {
            return hostile("there is an entry " + name(found, 26, ZipLayout.LOCAL_SIZE)
                    + " that the manifest does not list here");
        }
        if (signature == ZipLayout.DIRECTORY_SIGNATURE || signature == ZipLayout.END_SIGNATURE) {
            return hostile("the zip ends its entries or its directory before it should");
        }
        return hostile(String.format(Locale.ROOT, "there are bytes of no entry (%08X)", signature));
    }

    private CountersignException inDirectory(ByteBuffer header, byte[] found, byte[] wanted) {
        int type = header.getInt(38) >>> 16 & UNIX_TYPE;
        if (type != UNIX_FILE) {
            return hostile("the entry is a link, a folder or a device");
        }
        if (header.getShort(32) != 0) {
            return hostile("the entry has a comment");
        }
        return inEntry(header, found, wanted, 8, 46);
    }

    private CountersignException inEntry(ByteBuffer header, byte[] found, byte[] wanted, int flagsAt, int nameAt) {
        ByteBuffer right = ByteBuffer.wrap(wanted).order(ByteOrder.LITTLE_ENDIAN);
        int flags = header.getShort(flagsAt);
        int method = header.getShort(flagsAt + 2);
        int lengthsAt = flagsAt + 20;
        if ((flags & FLAG_ENCRYPTED) != 0) {
            return hostile("the entry is encrypted");
        }
        if ((flags & FLAG_DESCRIPTOR) != 0) {
            return hostile("the entry has a data descriptor");
        }
        if (method != 0) {
            return hostile("the entry is compressed (method " + method + ")");
        }
        if (header.getShort(lengthsAt + 2) != right.getShort(lengthsAt + 2)) {
            return hostile("the entry has extra fields");
        }
        if (header.getShort(lengthsAt) != right.getShort(lengthsAt)
                || !Arrays.equals(found, nameAt, found.length, wanted, nameAt, wanted.length)) {
            return hostile("there is an entry " + name(found, lengthsAt, nameAt));
        }
        int sizesAt = flagsAt + 12;
        if (header.getLong(sizesAt) != right.getLong(sizesAt)) {
            return refusal.altered(at(sizesAt) + " there is another size than the manifest has for " + expected);
        }
        return refusal.altered(at(Arrays.mismatch(found, wanted)) + " there is another value than in " + expected);
    }

    private CountersignException hostile(String what) {
        return refusal.hostile(at(0) + ", where " + expected + " belongs, " + what);
    }

    private String at(int within) {
        return "at byte " + (offset + within);
    }

    /** As much of the name as the bytes at hand hold. */
    private static String name(byte[] header, int lengthAt, int nameAt) {
        int length = Byte.toUnsignedInt(header[lengthAt]) | Byte.toUnsignedInt(header[lengthAt + 1]) << 8;
        int held = Math.max(0, Math.min(length, header.length - nameAt));
        return Quoted.of(new String(header, nameAt, held, StandardCharsets.UTF_8));
    }
}
