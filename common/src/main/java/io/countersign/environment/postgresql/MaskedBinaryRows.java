package io.countersign.environment.postgresql;

import io.countersign.environment.RowDigest;
import io.countersign.environment.masking.TableMask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rewrites rows in the binary form of COPY: the number of columns in two bytes, then each column's length in four, -1 for
 * null, and its bytes. What lies between two columns that are rewritten is moved as a whole.
 */
final class MaskedBinaryRows implements CopyStream.Rewriting {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NULL = {-1, -1, -1, -1};

    private final TableMask mask;
    private final boolean[] changed;
    private final List<BinaryForm> forms;
    private final RowBytes written = new RowBytes();
    private final RowBytes comparable = new RowBytes();
    private final byte[] size = new byte[Integer.BYTES];

    /** @param table whose rewritten columns have a form each */
    MaskedBinaryRows(SourceTable table, TableMask mask) {
        this.mask = mask;
        this.changed = mask.changes();
        this.forms = IntStream.range(0, changed.length)
                .mapToObj(column -> table.form(column).orElse(BinaryValue.TEXT))
                .toList();
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
                BinaryForm form = forms.get(column);
                write(form.bytes(mask.value(column, form.text(message, at + Integer.BYTES, bytes))));
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
