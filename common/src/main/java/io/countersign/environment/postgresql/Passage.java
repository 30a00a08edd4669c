package io.countersign.environment.postgresql;

import io.countersign.environment.RowDigest;
import io.countersign.environment.masking.TableMask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How the rows of one table travel: as they are, or rewritten. */
interface Passage {

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
            return CopyStream.read(from, reading, sink);
        }
    }

    /** With other values in some columns, which are left out of the comparison. */
    record Masked(SourceTable table, Supplier<TableMask> masks) implements Passage {
        @Override
        public List<String> readings() {
            return table.readings(masks.get().expressions());
        }

        @Override
        public String writing(boolean frozen) {
            return table.writingText(frozen);
        }

        @Override
        public List<String> comparisons() {
            MaskedRows rows = new MaskedRows(masks.get());
            List<Optional<String>> instead = new ArrayList<>();
            for (int i = 0; i < table.columns().size(); i++) {
                instead.add(rows.changes(i) ? Optional.of("NULL") : Optional.empty());
            }
            return table.inCopy().readings(instead);
        }

        @Override
        public RowDigest read(Connection from, String reading, CopyStream.Sink sink) throws SQLException {
            return CopyStream.read(from, reading, new MaskedRows(masks.get()), sink);
        }
    }
}
