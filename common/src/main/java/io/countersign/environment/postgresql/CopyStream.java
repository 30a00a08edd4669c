package io.countersign.environment.postgresql;

import io.countersign.environment.RowDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/**
 * Rows as PostgreSQL's COPY sends them, one message each. In the binary form the first message begins with a header and the
 * last is a mark; both belong to the stream and not to a row.
 */
final class CopyStream {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int HEADER = SIGNATURE.length + 8;
    private static final int BUFFER = 1 << 16;

    /** Where the stream goes. */
    @FunctionalInterface
    interface Sink {
        void accept(byte[] bytes, int from, int length) throws SQLException;
    }

    /** What is done with each row. */
    @FunctionalInterface
    interface Rewriting {
        /** Counts in what can be compared of the row and passes on what the copy gets. */
        void row(byte[] message, int from, int length, RowDigest digest, Sink sink) throws SQLException;
    }

    /** For those who only want to know what the rows are. */
    static final Sink NOWHERE = (bytes, from, length) -> {};

    static final Rewriting NONE = (message, from, length, digest, sink) -> {
        digest.row(message, from, length);
        sink.accept(message, from, length);
    };

    private CopyStream() {}

    /** Reads all rows and digests them. */
    static RowDigest read(Connection connection, String reading, Rewriting rows, Sink sink) throws SQLException {
        RowDigest digest = new RowDigest();
        boolean binary = reading.endsWith("(FORMAT binary)");
        CopyOut out = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(reading);
        try {
            boolean first = true;
            for (byte[] message = out.readFromCopy(); message != null; message = out.readFromCopy()) {
                int from = 0;
                if (first && binary && startsWithHeader(message)) {
                    from = HEADER;
                    sink.accept(message, 0, HEADER);
                }
                first = false;
                int length = message.length - from;
                if (binary && isEndMark(message, from)) {
                    sink.accept(message, from, length);
                } else if (length > 0) {
                    rows.row(message, from, length, digest, sink);
                }
            }
        } finally {
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
        return digest;
    }

    private static boolean startsWithHeader(byte[] message) {
        return message.length >= HEADER && Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    private static boolean isEndMark(byte[] message, int from) {
        return message.length - from == 2 && message[from] == -1 && message[from + 1] == -1;
    }

    /** Takes messages and writes them in larger pieces. */
    static final class Writer implements Sink, AutoCloseable {
        private final CopyIn in;
        private final byte[] buffer = new byte[BUFFER];
        private int used;

        Writer(Connection connection, String writing) throws SQLException {
            this.in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(writing);
        }

        @Override
        public void accept(byte[] bytes, int from, int length) throws SQLException {
            if (length > buffer.length - used) {
                flush();
            }
            if (length > buffer.length) {
                in.writeToCopy(bytes, from, length);
            } else {
                System.arraycopy(bytes, from, buffer, used, length);
                used += length;
            }
        }

        private void flush() throws SQLException {
            if (used > 0) {
                in.writeToCopy(buffer, 0, used);
                used = 0;
            }
        }

        /** Ends the stream well and returns how many rows the server took. */
        long end() throws SQLException {
            flush();
            return in.endCopy();
        }

        /** A stream that did not end well leaves nothing. */
        @Override
        public void close() throws SQLException {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }
}
