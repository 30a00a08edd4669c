package io.countersign.environment.postgresql;

import io.countersign.environment.RowDigest;
import io.countersign.environment.masking.TableMask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Rewrites rows in the binary form of COPY: the number of columns in two bytes, then each column's length in four, -1 for
 * null, and its bytes, which are UTF-8 in those that are rewritten. What lies between two of these is moved as a whole.
 */
final class MaskedBinaryRows implements CopyStream.Rewriting {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NULL = {-1, -1, -1, -1};

    private final TableMask mask;
    private final boolean[] changed;
    private final RowBytes written = new RowBytes();
    private final RowBytes comparable = new RowBytes();
    private final byte[] size = new byte[Integer.BYTES];

    MaskedBinaryRows(TableMask mask) {
        this.mask = mask;
        this.changed = mask.changes();
    }

    @Override
    public void row(byte[] message, int from, int length, RowDigest digest, CopyStream.Sink sink) throws SQLException {
        written.reset();
        comparable.reset();
        int begin = from;
        int at = from + Short.BYTES;
        for (int column = 0; column < changed.length; column++) {
            int bytes = (int) INT.get(message, at);
            int end = at + Integer.BYTES + Math.max(0, bytes);
            if (changed[column] && bytes >= 0) {
                written.write(message, begin, at - begin);
                comparable.write(message, begin, at - begin);
                String value = new String(message, at + Integer.BYTES, bytes, StandardCharsets.UTF_8);
                write(mask.value(column, value).getBytes(StandardCharsets.UTF_8));
                comparable.write(NULL, 0, NULL.length);
                begin = end;
            }
            at = end;
        }
        written.write(message, begin, from + length - begin);
        comparable.write(message, begin, from + length - begin);
        digest.row(comparable.bytes(), 0, comparable.size());
        sink.accept(written.bytes(), 0, written.size());
    }

    private void write(byte[] value) {
        INT.set(size, 0, value.length);
        written.write(size, 0, size.length);
        written.write(value, 0, value.length);
    }
}
