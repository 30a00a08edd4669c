package io.countersign.environment.postgresql;

import io.countersign.environment.RowDigest;
import io.countersign.environment.masking.TableMask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** How the rows of one table travel: as they are, or rewritten. */
interface Passage {
    /** An expression that has no type of its own, and looks alike in both forms. */
    String NULL = "NULL";

    /** Statements that send the rows from the source, each a part of them. */
    List<String> readings();

    /** The statement that takes them. */
    String writing(boolean frozen);

    /** Statements that send what can be compared of the copy, each a part of it. */
    List<String> comparisons();

    /** Passes one part on and digests what can be compared of it. */
    RowDigest read(Connection from, String reading, CopyStream.Sink sink) throws SQLException;

    static Passage plain(SourceTable table) {
        return new Plain(table);
    }

    /** @param masks makes one for a thread */
    static Passage masked(SourceTable table, Supplier<TableMask> masks) {
        return new Masked(table, masks);
    }

    /** As they are. */
    record Plain(SourceTable table) implements Passage {
        @Override
        public List<String> readings() {
            return table.readings();
        }

        @Override
        public String writing(boolean frozen) {
            return table.writing(frozen);
        }

        @Override
        public List<String> comparisons() {
            return table.inCopy().readings();
        }

        @Override
        public RowDigest read(Connection from, String reading, CopyStream.Sink sink) throws SQLException {
            return CopyStream.read(from, reading, CopyStream.NONE, sink);
        }
    }

    /** With other values in some columns, which are left out of the comparison. */
    record Masked(SourceTable table, Supplier<TableMask> masks) implements Passage {
        @Override
        public List<String> readings() {
            return table.readings(masks.get().expressions(), binary());
        }

        /** Where each value that is rewritten can be read and written in the binary form; expressions may give any type. */
        private boolean binary() {
            TableMask mask = masks.get();
            return table.binary() && IntStream.range(0, table.columns().size()).allMatch(column -> fits(mask, column));
        }

        private boolean fits(TableMask mask, int column) {
            return mask.rewrites(column)
                    ? table.form(column)
                            .filter(form -> mask.constant(column).stream().allMatch(form::knows))
                            .isPresent()
                    : mask.expressions()
                            .get(column)
                            .filter(one -> !one.equals(NULL))
                            .isEmpty();
        }

        @Override
        public String writing(boolean frozen) {
            return binary() ? table.writing(frozen) : table.writingText(frozen);
        }

        @Override
        public List<String> comparisons() {
            boolean[] changes = masks.get().changes();
            List<Optional<String>> instead = new ArrayList<>();
            for (boolean changed : changes) {
                instead.add(changed ? Optional.of(NULL) : Optional.empty());
            }
            return table.inCopy().readings(instead, binary());
        }

        @Override
        public RowDigest read(Connection from, String reading, CopyStream.Sink sink) throws SQLException {
            TableMask mask = masks.get();
            return CopyStream.read(
                    from, reading, binary() ? new MaskedBinaryRows(table, mask) : new MaskedRows(mask), sink);
        }
    }
}
