package io.countersign.ledger;

import io.countersign.database.TargetDatabase;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.Digest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The hash-chained table in a target's own database. Reading verifies the whole chain. Appending uses the target's working
 * connection, so a record can be part of the very transaction whose outcome it tells; it must be done under the target's
 * lock.
 */
public final class Ledger {
    private final TargetDatabase database;
    private final Clock clock;
    private final String actor;

    /** @param actor who is recorded as the one who acts: {@code user@host} */
    public Ledger(TargetDatabase database, Clock clock, String actor) {
        this.database = database;
        this.clock = clock;
        this.actor = actor;
    }

    /** The ledger in another database, written by the same actor. */
    public Ledger in(TargetDatabase other) {
        return new Ledger(other, clock, actor);
    }

    /** Creates the table where there is none. */
    public void create() {
        if (!database.hasLedger()) {
            database.createLedger();
        }
    }

    /**
     * Reads and verifies everything.
     *
     * @throws CountersignException LEDGER_BROKEN at the first record that does not hold
     */
    public LedgerHistory read() {
        if (!database.hasLedger()) {
            return LedgerHistory.EMPTY;
        }
        List<LedgerHistory.Entry> entries = new ArrayList<>();
        LedgerHead head = LedgerHead.EMPTY;
        String sql = "select seq, hash, body from " + database.ledgerTable() + " order by seq";
        try (PreparedStatement query = database.connection().prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                Row row = new Row(rows.getLong(1), rows.getString(2), rows.getString(3));
                LedgerRecord record = row.verified(head, database.name());
                head = new LedgerHead(record.seq(), new Digest(row.hash().strip()));
                entries.add(new LedgerHistory.Entry(record, head.hash()));
            }
        } catch (SQLException e) {
            throw database.errors().during("reading the ledger", e);
        }
        return new LedgerHistory(entries);
    }

    /** The large part of a record, verified against the digest in the record. Empty where it has none. */
    public Optional<Attachment> attachment(LedgerRecord record) {
        if (record.attachment().isEmpty()) {
            return Optional.empty();
        }
        String sql = "select inventory from " + database.ledgerTable() + " where seq = ?";
        try (PreparedStatement query = database.connection().prepareStatement(sql)) {
            query.setLong(1, record.seq());
            try (ResultSet rows = query.executeQuery()) {
                String text = rows.next() ? rows.getString(1) : "";
                if (text == null || !Digest.of(text).equals(record.attachment().get())) {
                    throw broken(database.name(), record.seq(), "its attachment is not the one that was recorded");
                }
                return Optional.of(Attachment.decode(text));
            }
        } catch (SQLException e) {
            throw database.errors().during("reading the ledger", e);
        } catch (IOException | Json.Malformed | IllegalArgumentException e) {
            throw broken(database.name(), record.seq(), "its attachment cannot be read");
        }
    }

    public LedgerHistory.Entry append(LedgerHead head, LedgerEvent event) {
        return append(head, event, Optional.empty());
    }

    /**
     * Adds one record behind the head and, outside a transaction, commits it.
     *
     * @param head the head that was read under the lock; a head that has moved since makes the insert fail
     */
    public LedgerHistory.Entry append(LedgerHead head, LedgerEvent event, Optional<Attachment> attachment) {
        Optional<String> large = attachment.map(Attachment::encode);
        LedgerRecord record = new LedgerRecord(
                head.seq() + 1,
                head.hash(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                actor,
                large.map(Digest::of),
                event);
        String body = Json.compact(record);
        Digest hash = Digest.of(body);
        insert(record.seq(), hash, body, large);
        return new LedgerHistory.Entry(record, hash);
    }

    /** Puts back records, byte for byte, that a restore took away; those that are there already are left alone. */
    public void reinstate(List<LedgerRow> rows) {
        LedgerHead head = read().head();
        for (LedgerRow row : rows) {
            if (row.seq() > head.seq()) {
                insert(row.seq(), row.hash(), row.body(), row.attachment());
            }
        }
        read();
    }

    /** The rows as they are stored, for {@link #reinstate}. */
    public List<LedgerRow> rows() {
        List<LedgerRow> result = new ArrayList<>();
        String sql = "select seq, hash, body, inventory from " + database.ledgerTable() + " order by seq";
        try (PreparedStatement query = database.connection().prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                result.add(new LedgerRow(
                        rows.getLong(1),
                        new Digest(rows.getString(2).strip()),
                        rows.getString(3),
                        Optional.ofNullable(rows.getString(4))));
            }
        } catch (SQLException e) {
            throw database.errors().during("reading the ledger", e);
        }
        return result;
    }

    private void insert(long seq, Digest hash, String body, Optional<String> attachment) {
        Connection connection = database.connection();
        String sql = "insert into " + database.ledgerTable() + " (seq, hash, body, inventory) values (?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, seq);
            insert.setString(2, hash.hex());
            insert.setString(3, body);
            insert.setString(4, attachment.orElse(null));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw database.errors().during("writing the ledger", e);
        }
    }

    private static CountersignException broken(String target, long seq, String why) {
        return CountersignException.problem(ProblemCode.LEDGER_BROKEN)
                .found("Record %d of the ledger of %s does not hold: %s.", seq, target, why)
                .expected("an unbroken chain, as only Countersign writes it.")
                .remedy("Find out who changed the ledger table; compare it with the receipts kept beside the releases, "
                        + "or restore the table from a backup.")
                .build();
    }

    /** A row as it came from the table, before anything about it is believed. */
    private record Row(long seq, String hash, String body) {

        LedgerRecord verified(LedgerHead head, String target) {
            if (seq != head.seq() + 1) {
                throw broken(target, seq, "record " + (head.seq() + 1) + " is missing");
            }
            if (body == null || !Digest.of(body).hex().equals(hash == null ? "" : hash.strip())) {
                throw broken(target, seq, "its text does not have the hash beside it");
            }
            LedgerRecord record;
            try {
                record = Json.read(body, LedgerRecord.class);
            } catch (Json.Malformed e) {
                throw broken(target, seq, "its text cannot be read: " + e.getMessage());
            }
            if (record.seq() != seq || !record.previous().equals(head.hash())) {
                throw broken(target, seq, "it does not follow from the record before it");
            }
            return record;
        }
    }
}
