package io.countersign.environment.postgresql;

import java.util.Arrays;

/** Bytes of one row, used again for the next: a {@code ByteArrayOutputStream} would take its lock for every piece. */
final class RowBytes {
    private byte[] bytes = new byte[256];
    private int size;

    void reset() {
        size = 0;
    }

    void write(byte[] from, int begin, int length) {
        System.arraycopy(from, begin, roomFor(length), size, length);
        size += length;
    }

    void write(byte one) {
        roomFor(1)[size++] = one;
    }

    private byte[] roomFor(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
        }
        return bytes;
    }

    /** What was written, and behind it what is left of longer rows. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }
}
