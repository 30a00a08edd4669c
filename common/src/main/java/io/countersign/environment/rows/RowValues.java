package io.countersign.environment.rows;

import io.countersign.environment.RowDigest;
import io.countersign.environment.masking.TableMask;
import io.countersign.environment.rows.RowTable.RowColumn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The values of one row, as they are written and as they are compared. */
final class RowValues {
    private static final byte[] NULL = {};
    private static final String HEX = "\\x";

    private final @Nullable Object[] values;
    private final byte[][] compared;

    private RowValues(int columns) {
        this.values = new @Nullable Object[columns];
        this.compared = new byte[columns][];
    }

    static RowValues read(ResultSet row, RowTable table, Optional<TableMask> mask) throws SQLException {
        RowValues read = new RowValues(table.columns().size());
        for (int i = 0; i < read.values.length; i++) {
            RowColumn column = table.columns().get(i);
            boolean masked = mask.isPresent() && mask.get().rewrites(i);
            if (column.carrier() == Carrier.BYTES) {
                byte[] bytes = row.getBytes(i + 1);
                read.values[i] = bytes == null || !masked ? bytes : rewritten(mask.orElseThrow(), i, bytes);
                read.compared[i] = bytes == null ? NULL : marked(bytes);
                continue;
            }
            String text = row.getString(i + 1);
            read.compared[i] = text == null ? NULL : marked(text.getBytes(StandardCharsets.UTF_8));
            if (text == null) {
                read.values[i] = null;
                continue;
            }
            Object value = column.carrier() == Carrier.OBJECT ? row.getObject(i + 1) : text;
            read.values[i] = masked ? rewritten(mask.orElseThrow(), i, value, text) : value;
        }
        return read;
    }

    /** Masks know bytes as hexadecimal digits, which {@code \\x} tells from text. */
    private static byte[] rewritten(TableMask mask, int column, byte[] bytes) {
        String value = mask.value(column, HEX + HexFormat.of().formatHex(bytes));
        return value.startsWith(HEX)
                ? HexFormat.of().parseHex(value, HEX.length(), value.length())
                : value.getBytes(StandardCharsets.UTF_8);
    }

    private static Object rewritten(TableMask mask, int column, Object value, String text) throws SQLException {
        return value instanceof Array array
                ? mask.array(column, (Object[]) array.getArray())
                : mask.value(column, text);
    }

    /** An empty value is not null. */
    private static byte[] marked(byte[] bytes) {
        byte[] marked = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, marked, 1, bytes.length);
        return marked;
    }

    /** @param left out columns whose values are not to be equal */
    void digest(RowDigest digest, IntPredicate left) {
        int size = 0;
        for (byte[] one : compared) {
            size += Integer.BYTES + one.length;
        }
        ByteBuffer row = ByteBuffer.allocate(size);
        for (int i = 0; i < compared.length; i++) {
            byte[] one = left.test(i) ? NULL : compared[i];
            row.putInt(one.length).put(one);
        }
        digest.row(row.array(), 0, row.position());
    }

    void bind(PreparedStatement insert, RowTable table) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof byte[] bytes) {
                insert.setBytes(i + 1, bytes);
            } else if (value instanceof String text) {
                insert.setString(i + 1, text);
            } else {
                insert.setObject(i + 1, value);
            }
        }
    }
}
