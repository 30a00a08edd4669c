package io.countersign.environment.postgresql;

import io.countersign.environment.RowDigest;
import io.countersign.environment.masking.TableMask;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Rewrites rows in the text form of COPY: a line a row, tabs between columns, backslashes before what would be mistaken. Each
 * row comes out twice: as the copy gets it, and as both sides can compare it, without the columns that are changed.
 */
final class MaskedRows implements CopyStream.Rewriting {
    private static final byte[] NOTHING = {'\\', 'N'};

    private final TableMask mask;
    private final boolean[] changed;
    private final RowBytes written = new RowBytes();
    private final RowBytes comparable = new RowBytes();

    MaskedRows(TableMask mask) {
        this.mask = mask;
        this.changed = mask.changes();
    }

    @Override
    public void row(byte[] line, int from, int length, RowDigest digest, CopyStream.Sink sink) throws SQLException {
        written.reset();
        comparable.reset();
        int start = from;
        int column = 0;
        int last = from + length - 1;
        for (int i = from; i <= last; i++) {
            if (line[i] == '\t' || i == last) {
                field(line, start, i - start, column);
                written.write(line[i]);
                comparable.write(line[i]);
                start = i + 1;
                column++;
            }
        }
        digest.row(comparable.bytes(), 0, comparable.size());
        sink.accept(written.bytes(), 0, written.size());
    }

    private void field(byte[] line, int from, int length, int column) {
        boolean isNull = length == 2 && line[from] == '\\' && line[from + 1] == 'N';
        if (changed[column]) {
            comparable.write(NOTHING, 0, NOTHING.length);
        } else {
            comparable.write(line, from, length);
        }
        if (isNull || !mask.rewrites(column)) {
            written.write(line, from, length);
        } else {
            String value = unescaped(line, from, length);
            byte[] masked = escaped(mask.value(column, value)).getBytes(StandardCharsets.UTF_8);
            written.write(masked, 0, masked.length);
        }
    }

    /** COPY writes these escapes and no others. */
    private static String unescaped(byte[] line, int from, int length) {
        String text = new String(line, from, length, StandardCharsets.UTF_8);
        int slash = text.indexOf('\\');
        if (slash < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                result.append(c);
                continue;
            }
            char next = text.charAt(++i);
            result.append(
                    switch (next) {
                        case 'b' -> '\b';
                        case 'f' -> '\f';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        case 'v' -> '\u000B';
                        default -> next;
                    });
        }
        return result.toString();
    }

    private static String escaped(String value) {
        StringBuilder result = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> result.append("\\\\");
                case '\n' -> result.append("\\n");
                case '\r' -> result.append("\\r");
                case '\t' -> result.append("\\t");
                default -> result.append(c);
            }
        }
        return result.toString();
    }
}
