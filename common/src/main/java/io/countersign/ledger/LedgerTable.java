package io.countersign.ledger;

import io.countersign.database.TargetDatabase;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.Digest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a ledger, and row 0, which repeats the head: nothing here is verified. */
final class LedgerTable {
    private static final int HEAD = 0;

    private final TargetDatabase database;

    LedgerTable(TargetDatabase database) {
        this.database = database;
    }

    /** A row without its attachment, as it came from the table. */
    record Text(long seq, String hash, String body) {

        /** Whether it is row 0. */
        boolean isHead() {
            return seq == HEAD;
        }
    }

    /** Row 0 and the records in one reading, because somebody else may be writing. */
    List<Text> texts() {
        return select("seq, hash, body", "order by seq", Optional.empty(), LedgerTable::text);
    }

    List<LedgerRow> rows() {
        return select("seq, hash, body, inventory", "where seq <> 0 order by seq", Optional.empty(), row -> {
            Text text = text(row);
            return new LedgerRow(
                    text.seq(), new Digest(text.hash()), text.body(), Optional.ofNullable(row.getString(4)));
        });
    }

    Optional<String> attachment(long seq) {
        return select("inventory", "where seq = ?", Optional.of(seq), row -> Optional.ofNullable(row.getString(1)))
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Text text(ResultSet row) throws SQLException {
        return new Text(row.getLong(1), present(row.getString(2)).strip(), present(row.getString(3)));
    }

    /** What somebody set to NULL is as wrong as an empty text. */
    private static String present(@Nullable String text) {
        return text == null ? "" : text;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> select(String columns, String which, Optional<Long> seq, Reading<T> reading) {
        List<T> result = new ArrayList<>();
        String sql = "select " + columns + " from " + database.ledgerTable() + " " + which;
        try (PreparedStatement query = database.connection().prepareStatement(sql)) {
            if (seq.isPresent()) {
                query.setLong(1, seq.get());
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    result.add(reading.of(rows));
                }
            }
        } catch (SQLException e) {
            throw database.errors().during("reading the ledger", e);
        }
        return result;
    }

    /** Adds rows and moves the head to the last of them: both or neither, and with the transaction where there is one. */
    void add(List<LedgerRow> rows) {
        if (!rows.isEmpty()) {
            together(() -> append(rows));
        }
    }

    /** As {@link #add}, in place of all rows that are there. */
    void replace(List<LedgerRow> rows) {
        together(() -> {
            clear();
            append(rows);
        });
    }

    private void append(List<LedgerRow> rows) {
        rows.forEach(this::insert);
        LedgerRow last = rows.get(rows.size() - 1);
        moveHead(new LedgerHead(last.seq(), last.hash()));
    }

    private void clear() {
        try (Statement delete = database.connection().createStatement()) {
            delete.executeUpdate("delete from " + database.ledgerTable());
        } catch (SQLException e) {
            throw database.errors().during("writing the ledger", e);
        }
    }

    private void together(Runnable writing) {
        boolean own = !inTransaction();
        if (own) {
            database.begin();
        }
        try {
            writing.run();
            if (own) {
                database.commit();
            }
        } catch (CountersignException e) {
            if (own) {
                takeBack(e);
            }
            throw e;
        }
    }

    private boolean inTransaction() {
        try {
            return !database.connection().getAutoCommit();
        } catch (SQLException e) {
            throw database.errors().during("writing the ledger", e);
        }
    }

    private void takeBack(CountersignException failure) {
        try {
            database.rollback();
        } catch (CountersignException e) {
            failure.addSuppressed(e); // the connection is gone, and with it what was not committed
        }
    }

    private void moveHead(LedgerHead head) {
        String body = Json.compact(head);
        String sql = "update " + database.ledgerTable() + " set hash = ?, body = ? where seq = 0";
        try (PreparedStatement update = database.connection().prepareStatement(sql)) {
            update.setString(1, Digest.of(body).hex());
            update.setString(2, body);
            if (update.executeUpdate() == 0) {
                insert(new LedgerRow(HEAD, Digest.of(body), body, Optional.empty()));
            }
        } catch (SQLException e) {
            throw database.errors().during("writing the ledger", e);
        }
    }

    private CountersignException swallowed(LedgerRow row) {
        return CountersignException.problem(ProblemCode.LEDGER_BROKEN)
                .found(
                        "The database of %s took record %d of the ledger and did not keep it.",
                        database.name(), row.seq())
                .expected("a table that keeps what is written, without triggers or rules.")
                .remedy("Remove what was put on the table %s, and find out who did.", database.ledgerTable())
                .build();
    }

    private void insert(LedgerRow row) {
        String sql = "insert into " + database.ledgerTable() + " (seq, hash, body, inventory) values (?, ?, ?, ?)";
        try (PreparedStatement insert = database.connection().prepareStatement(sql)) {
            insert.setLong(1, row.seq());
            insert.setString(2, row.hash().hex());
            insert.setString(3, row.body());
            insert.setString(4, row.attachment().orElse(null));
            if (insert.executeUpdate() != 1) {
                throw swallowed(row);
            }
        } catch (SQLException e) {
            throw database.errors().during("writing the ledger", e);
        }
    }
}
