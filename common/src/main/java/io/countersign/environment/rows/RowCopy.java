package io.countersign.environment.rows;

import io.countersign.database.TargetDatabase;
import io.countersign.environment.RowDigest;
import io.countersign.environment.TableReceipt;
import io.countersign.environment.Treatment;
import io.countersign.environment.masking.TableMask;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moves rows by SELECT and INSERT, reads them back, and compares. One table after the other, in one snapshot. */
public final class RowCopy {
    private static final int BATCH = 500;

    private final TargetDatabase source;
    private final TargetDatabase target;
    private final Treatment treatment;
    private final Progress progress;

    public RowCopy(TargetDatabase source, TargetDatabase target, Treatment treatment, Progress progress) {
        this.source = source;
        this.target = target;
        this.treatment = treatment;
        this.progress = progress;
    }

    /** @throws CountersignException CLONE_FAILED where what arrived is not what was sent */
    public List<TableReceipt> run(List<RowTable> tables) {
        Map<RowTable, TakenRows> taken = RowSubset.of(source, tables, treatment.limits());
        progress.info("Copying the rows of " + tables.size() + " tables");
        List<TableReceipt> receipts = new ArrayList<>();
        long rows = tables.stream().mapToLong(RowTable::estimate).sum();
        try (Progress.Task task = progress.start("Copying", rows, Progress.Unit.ROWS)) {
            for (RowTable table : tables) {
                receipts.add(copied(table, Optional.ofNullable(taken.get(table)), task));
            }
        }
        return receipts;
    }

    private TableReceipt copied(RowTable table, Optional<TakenRows> taken, Progress.Task task) {
        Optional<TableMask> mask =
                treatment.masking().map(masking -> masking.table(table.schema(), table.name(), table.columnNames()));
        RowDigest sent;
        try {
            sent = transfer(table, taken, mask, task);
        } catch (SourceFailed e) {
            throw source.errors().withoutValues().during("the rows of " + table.title() + " were read", e.error);
        } catch (SQLException e) {
            throw mask.filter(RowCopy::changesAny)
                    .map(masked -> MaskedWriteFailure.of(table, masked, target.errors(), e))
                    .orElseGet(() -> target.errors().during("rows of " + table.title() + " were written", e));
        }
        RowDigest arrived;
        try {
            arrived = readBack(table, mask);
        } catch (SQLException e) {
            throw target.errors().during("the rows of " + table.title() + " were read back", e);
        }
        if (sent.rows() != arrived.rows() || !sent.hex().equals(arrived.hex())) {
            throw CountersignException.problem(ProblemCode.CLONE_FAILED)
                    .found(
                            "The copy of %s has %d rows with digest %s; the source sent %d rows with digest %s.",
                            table.title(), arrived.rows(), arrived.hex(), sent.rows(), sent.hex())
                    .expected("the same rows.")
                    .remedy("Compare versions and settings of the two servers.")
                    .build();
        }
        return new TableReceipt(
                table.title(),
                arrived.rows(),
                arrived.bytes(),
                Optional.of(arrived.hex()),
                taken.map(TakenRows::reason));
    }

    /** Tells an error of the source from one of the target, where both are at work. */
    private static final class SourceFailed extends Exception {
        private static final long serialVersionUID = 1L;
        private final SQLException error;

        SourceFailed(SQLException error) {
            super(error);
            this.error = error;
        }
    }

    private RowDigest transfer(RowTable table, Optional<TakenRows> taken, Optional<TableMask> mask, Progress.Task task)
            throws SQLException, SourceFailed {
        Connection to = target.connection();
        RowDigest digest = new RowDigest();
        List<Optional<String>> instead = mask.map(TableMask::expressions)
                .orElseGet(() -> Collections.nCopies(table.columns().size(), Optional.empty()));
        Strictness strictness =
                Strictness.of(target, mask.filter(RowCopy::changesAny).isPresent());
        to.setAutoCommit(false);
        try (Statement statement = reading(source.connection());
                ResultSet rows = select(
                        statement,
                        table.selection(instead, taken.map(TakenRows::key).orElse(List.of())));
                PreparedStatement insert = to.prepareStatement(table.writing())) {
            int waiting = 0;
            while (next(rows)) {
                if (!wanted(rows, table, taken)) {
                    continue;
                }
                RowValues values = values(rows, table, mask);
                values.digest(digest, column -> changes(mask, column));
                values.bind(insert, table);
                insert.addBatch();
                if (++waiting == BATCH) {
                    insert.executeBatch();
                    task.advance(waiting);
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                insert.executeBatch();
                task.advance(waiting);
            }
            to.commit();
        } finally {
            to.rollback();
            strictness.end();
            to.setAutoCommit(true);
        }
        return digest;
    }

    private static boolean changesAny(TableMask mask) {
        for (boolean changes : mask.changes()) {
            if (changes) {
                return true;
            }
        }
        return false;
    }

    private static boolean changes(Optional<TableMask> mask, int column) {
        return mask.filter(one ->
                        one.rewrites(column) || one.expressions().get(column).isPresent())
                .isPresent();
    }

    private static Statement reading(Connection connection) throws SourceFailed {
        try {
            Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            statement.setFetchSize(BATCH);
            return statement;
        } catch (SQLException e) {
            throw new SourceFailed(e);
        }
    }

    private static ResultSet select(Statement statement, String sql) throws SourceFailed {
        try {
            return statement.executeQuery(sql);
        } catch (SQLException e) {
            throw new SourceFailed(e);
        }
    }

    private static boolean next(ResultSet rows) throws SourceFailed {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw new SourceFailed(e);
        }
    }

    private static boolean wanted(ResultSet row, RowTable table, Optional<TakenRows> taken) throws SourceFailed {
        try {
            return taken.isEmpty() || taken.get().has(row, table.columns().size() + 1);
        } catch (SQLException e) {
            throw new SourceFailed(e);
        }
    }

    private static RowValues values(ResultSet row, RowTable table, Optional<TableMask> mask) throws SourceFailed {
        try {
            return RowValues.read(row, table, mask);
        } catch (SQLException e) {
            throw new SourceFailed(e);
        }
    }

    private RowDigest readBack(RowTable table, Optional<TableMask> mask) throws SQLException {
        RowDigest digest = new RowDigest();
        List<Optional<String>> instead = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            instead.add(changes(mask, i) ? Optional.of("NULL") : Optional.empty());
        }
        try (Statement statement =
                target.connection().createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(BATCH);
            try (ResultSet rows = statement.executeQuery(table.selection(instead, List.of()))) {
                while (rows.next()) {
                    RowValues.read(rows, table, Optional.empty()).digest(digest, column -> changes(mask, column));
                }
            }
        }
        return digest;
    }
}
