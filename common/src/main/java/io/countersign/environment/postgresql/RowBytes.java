package io.countersign.environment.postgresql;

import java.io.ByteArrayOutputStream;

/** Bytes of one row, used again for the next. */
final class RowBytes extends ByteArrayOutputStream {

    /** What was written, and behind it what is left of longer rows. */
    byte[] bytes() {
        return buf;
    }
}
