package io.countersign.environment.postgresql;

import io.countersign.database.jdbc.Rows;
import io.countersign.environment.RowDigest;
import io.countersign.environment.TableReceipt;
import io.countersign.environment.Treatment;
import io.countersign.environment.masking.TableMask;
import io.countersign.environment.postgresql.Workers.Worker;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Moves the rows of all tables, reads them back, and compares. */
final class RowTransfer {
    private final List<SourceTable> tables;
    private final Treatment treatment;
    private final Progress progress;
    private final Map<SourceTable, RowDigest> sent = new LinkedHashMap<>();
    private final Map<SourceTable, RowDigest> arrived = new LinkedHashMap<>();

    RowTransfer(List<SourceTable> tables, Treatment treatment, Progress progress) {
        this.tables = tables;
        this.treatment = treatment;
        this.progress = progress;
        for (SourceTable table : tables) {
            sent.put(table, new RowDigest());
            arrived.put(table, new RowDigest());
        }
    }

    /** @param run by workers who read the same snapshot */
    void copy(Consumer<List<Workers.Work>> run) {
        progress.info("Copying the rows of " + tables.size() + " tables");
        try (Progress.Task task = progress.start("Copying", bytes(), Progress.Unit.BYTES)) {
            run.accept(copying(task));
        }
    }

    private long bytes() {
        return tables.stream().mapToLong(SourceTable::bytes).sum();
    }

    /**
     * Reads the copy back, beside other work on it.
     *
     * @throws CountersignException CLONE_FAILED where it is not what was sent
     */
    List<TableReceipt> compare(Consumer<List<Workers.Work>> run) {
        try (Progress.Task task = progress.start("Comparing", bytes(), Progress.Unit.BYTES)) {
            run.accept(comparing(task));
        }
        return tables.stream().map(this::receipt).toList();
    }

    /** What is read of a table where, and how it is written; masks are made for each use, because they are for one thread. */
    private Passage passage(SourceTable table) {
        return treatment
                .masking()
                .map(masking -> (Supplier<TableMask>) () -> masking.table(
                        table.classified().schema(), table.classified().table(), table.columns()))
                .filter(masks -> {
                    TableMask mask = masks.get();
                    return !mask.isIdle() || mask.expressions().stream().anyMatch(Optional::isPresent);
                })
                .map(masks -> Passage.masked(table, masks))
                .orElseGet(() -> Passage.plain(table));
    }

    private List<Workers.Work> copying(Progress.Task task) {
        List<Workers.Work> works = new ArrayList<>();
        for (SourceTable table : tables) {
            Passage passage = passage(table);
            List<String> readings = passage.readings();
            Share share = new Share(task, table.bytes(), readings.size());
            boolean alone = readings.size() == 1;
            for (String reading : readings) {
                works.add(worker -> {
                    RowDigest digest =
                            alone ? fill(worker, table, passage, reading) : append(worker, table, passage, reading);
                    count(sent, table, digest);
                    share.done(digest);
                });
            }
        }
        return works;
    }

    /** A table that one worker fills on its own is frozen at once, and without a log where the server keeps none. */
    private static RowDigest fill(Worker worker, SourceTable table, Passage passage, String reading) {
        return worker.target().ask("rows of " + table.name() + " were written", to -> {
            to.setAutoCommit(false);
            try {
                Rows.execute(to, table.emptying());
                boolean empty = table.condition().isEmpty();
                RowDigest digest = stream(worker, to, passage, reading, empty);
                to.commit();
                return digest;
            } finally {
                to.rollback();
                to.setAutoCommit(true);
            }
        });
    }

    private static RowDigest append(Worker worker, SourceTable table, Passage passage, String reading) {
        return worker.target()
                .ask("rows of " + table.name() + " were written", to -> stream(worker, to, passage, reading, false));
    }

    private static RowDigest stream(Worker worker, Connection to, Passage passage, String reading, boolean frozen)
            throws SQLException {
        try (CopyStream.Writer writer = new CopyStream.Writer(to, passage.writing(frozen))) {
            RowDigest digest =
                    worker.source().askDiscreetly("its rows were read", from -> passage.read(from, reading, writer));
            long taken = writer.end();
            if (taken != digest.rows()) {
                throw new SQLException("it took " + taken + " of " + digest.rows() + " rows");
            }
            return digest;
        }
    }

    /**
     * In the same ranges of pages, open at the end: the copy has no dead rows and never more pages. The smallest table first,
     * because a key that is being made keeps readers out, and large tables come in parts that even out the end.
     */
    private List<Workers.Work> comparing(Progress.Task task) {
        List<Workers.Work> works = new ArrayList<>();
        List<SourceTable> smallestFirst = new ArrayList<>(tables);
        Collections.reverse(smallestFirst);
        for (SourceTable table : smallestFirst) {
            List<String> readings = passage(table).comparisons();
            Share share = new Share(task, table.bytes(), readings.size());
            for (String reading : readings) {
                works.add(worker -> {
                    RowDigest digest = worker.target()
                            .ask(
                                    "the rows of " + table.name() + " were read back",
                                    to -> CopyStream.read(to, reading, CopyStream.NONE, CopyStream.NOWHERE));
                    count(arrived, table, digest);
                    share.done(digest);
                });
            }
        }
        return works;
    }

    private static void count(Map<SourceTable, RowDigest> digests, SourceTable table, RowDigest part) {
        RowDigest whole = digests.get(table);
        if (whole == null) {
            throw new IllegalStateException("every table has a digest");
        }
        synchronized (whole) {
            whole.add(part);
        }
    }

    private TableReceipt receipt(SourceTable table) {
        RowDigest there = sent.getOrDefault(table, new RowDigest());
        RowDigest here = arrived.getOrDefault(table, new RowDigest());
        if (there.rows() != here.rows() || !there.hex().equals(here.hex())) {
            throw CountersignException.problem(ProblemCode.CLONE_FAILED)
                    .found(
                            "The copy of %s has %d rows with digest %s; the source sent %d rows with digest %s.",
                            table.name(), here.rows(), here.hex(), there.rows(), there.hex())
                    .expected("the same rows.")
                    .remedy("Keep both databases as they are and report this; do not use the copy.")
                    .build();
        }
        return new TableReceipt(
                table.name(),
                here.rows(),
                here.bytes(),
                Optional.of(here.hex()),
                table.limit().map(SourceTable.Limit::reason));
    }

    /** A table's size, told in as many parts as it is copied in. */
    private record Share(Progress.Task task, long bytes, int parts) {
        void done(RowDigest part) {
            task.rows(part.rows());
            task.advance(bytes / Math.max(1, parts));
        }
    }
}
