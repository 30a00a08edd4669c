package io.countersign.database.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/** The last bytes of a stream of any length. */
final class Tail {
    private final byte[] ring;
    private long seen;

    private Tail(int size) {
        this.ring = new byte[size];
    }

    static Tail of(InputStream in, int size) throws IOException {
        Tail tail = new Tail(size);
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                tail.ring[(int) (tail.seen++ % size)] = buffer[i];
            }
        }
        return tail;
    }

    /** As text without blank space around it. */
    String text(Charset charset) {
        int length = (int) Math.min(seen, ring.length);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((seen - length + i) % ring.length)];
        }
        return new String(bytes, charset).strip();
    }
}
