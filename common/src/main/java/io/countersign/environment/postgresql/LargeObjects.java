package io.countersign.environment.postgresql;

import io.countersign.database.jdbc.Rows;
import io.countersign.environment.RowDigest;
import io.countersign.environment.TableReceipt;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Large objects keep their numbers, because tables refer to them by these. */
final class LargeObjects {
    private static final String NAME = "large objects";
    private static final int PIECE = 1 << 20;

    private final Progress progress;

    LargeObjects(Progress progress) {
        this.progress = progress;
    }

    /** Makes them without content, so that what refers to them does not point nowhere; returns how many. */
    int make(Side source, Side target) {
        List<Long> numbers = numbers(source);
        numbers.forEach(number -> make(target, number));
        return numbers.size();
    }

    private static List<Long> numbers(Side source) {
        return source.ask(
                "its large objects were listed",
                from -> Rows.list(
                        from,
                        "SELECT oid FROM pg_catalog.pg_largeobject_metadata ORDER BY oid",
                        row -> row.getLong(1)));
    }

    private static void make(Side target, long number) {
        target.ask(
                "a large object was made",
                to -> Rows.first(to, "SELECT pg_catalog.lo_create(?::oid)", row -> true, number));
    }

    /** @return empty where there are none */
    Optional<TableReceipt> copy(Side source, Side target) {
        List<Long> numbers = numbers(source);
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        RowDigest sent = new RowDigest();
        RowDigest arrived = new RowDigest();
        try (Progress.Task task = progress.start("Copying large objects", numbers.size(), Progress.Unit.ROWS)) {
            for (long number : numbers) {
                make(target, number);
                pieces(source, number, sent, Optional.of(target));
                pieces(target, number, arrived, Optional.empty());
                task.advance(1);
            }
        }
        if (!sent.hex().equals(arrived.hex())) {
            throw CountersignException.problem(ProblemCode.CLONE_FAILED)
                    .found("The large objects of the copy are not those of the source.")
                    .remedy("Keep both databases as they are and report this; do not use the copy.")
                    .build();
        }
        return Optional.of(
                new TableReceipt(NAME, numbers.size(), arrived.bytes(), Optional.of(arrived.hex()), Optional.empty()));
    }

    private static void pieces(Side from, long number, RowDigest digest, Optional<Side> to) {
        long offset = 0;
        byte[] piece;
        do {
            piece = read(from, number, offset);
            byte[] row = ByteBuffer.allocate(piece.length + 2 * Long.BYTES)
                    .putLong(number)
                    .putLong(offset)
                    .put(piece)
                    .array();
            digest.row(row, 0, row.length);
            if (to.isPresent() && piece.length > 0) {
                write(to.get(), number, offset, piece);
            }
            offset += piece.length;
        } while (piece.length == PIECE);
    }

    private static byte[] read(Side from, long number, long offset) {
        return from.ask(
                "a large object was read",
                connection -> Rows.first(
                                connection,
                                "SELECT pg_catalog.lo_get(?::oid, ?, ?)",
                                row -> row.getBytes(1),
                                number,
                                offset,
                                PIECE)
                        .orElseThrow());
    }

    private static void write(Side to, long number, long offset, byte[] piece) {
        to.ask("a large object was written", connection -> put(connection, number, offset, piece));
    }

    private static boolean put(Connection connection, long number, long offset, byte[] piece) throws SQLException {
        return Rows.first(connection, "SELECT pg_catalog.lo_put(?::oid, ?, ?)", row -> true, number, offset, piece)
                .isPresent();
    }
}
