package io.countersign.environment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * A checksum of a table's content that does not depend on the order of its rows: the sum, modulo 2¹²⁸, of 128 bits for each
 * row. It tells two contents apart that differ by accident. It is not made to withstand somebody who tries to deceive it;
 * the ledger and the signatures are there for that.
 *
 * <p>A cryptographic hash of each row would take longer than everything else that a copy does with it. Not safe for use by
 * several threads; each has its own, and {@link #add(RowDigest)} puts them together.
 */
public final class RowDigest {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST = 0x9E3779B97F4A7C15L;
    private static final long SECOND = 0xC2B2AE3D27D4EB4FL;

    private long rows;
    private long bytes;
    private long low;
    private long high;

    /** Counts one row in. */
    public void row(byte[] row, int from, int length) {
        long one = length * FIRST;
        long two = length ^ SECOND;
        int at = from;
        int end = from + length;
        while (end - at >= Long.BYTES) {
            long word = (long) LONGS.get(row, at);
            one = Long.rotateLeft((one ^ word) * FIRST, 29);
            two = Long.rotateLeft(two + word * SECOND, 31) * FIRST;
            at += Long.BYTES;
        }
        long rest = 0;
        for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
            rest |= (row[at] & 0xFFL) << shift;
        }
        one = mixed((one ^ rest) * FIRST);
        two = mixed((two + rest * SECOND) ^ one);
        rows++;
        bytes += length;
        addBits(one, two);
    }

    private void addBits(long lower, long upper) {
        long sum = low + lower;
        high += upper + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
    }

    private static long mixed(long bits) {
        long value = (bits ^ (bits >>> 32)) * SECOND;
        value = (value ^ (value >>> 29)) * FIRST;
        return value ^ (value >>> 32);
    }

    /** Counts in all rows that another one has counted. */
    public void add(RowDigest other) {
        rows += other.rows;
        bytes += other.bytes;
        addBits(other.low, other.high);
    }

    public long rows() {
        return rows;
    }

    /** As they travelled: the size depends on the format of the stream. */
    public long bytes() {
        return bytes;
    }

    /** 32 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
