package io.countersign.ledger;

import io.countersign.database.TargetDatabase;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.Digest;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The hash-chained table in a target's own database. Reading verifies the whole chain. Appending uses the target's working
 * connection, so a record can be part of the very transaction whose outcome it tells; it must be done under the target's
 * lock.
 *
 * <p>A chain alone does not show that its last records were deleted. So row 0 of the table repeats the head of the chain, and
 * changes together with it; and receipts kept elsewhere name records that must be there.
 */
public final class Ledger {
    private final TargetDatabase database;
    private final LedgerTable table;
    private final Clock clock;
    private final String actor;
    private final List<Witness> witnesses;

    /** @param actor who is recorded as the one who acts: {@code user@host} */
    public Ledger(TargetDatabase database, Clock clock, String actor) {
        this(database, clock, actor, List.of());
    }

    /**
     * @param actor who is recorded as the one who acts: {@code user@host}
     * @param witnesses statements about this target, kept elsewhere, whose records must still be here
     */
    public Ledger(TargetDatabase database, Clock clock, String actor, List<Witness> witnesses) {
        this.database = database;
        this.table = new LedgerTable(database);
        this.clock = clock;
        this.actor = actor;
        this.witnesses = List.copyOf(witnesses);
    }

    /** The ledger in another database, written by the same actor. */
    public Ledger in(TargetDatabase other) {
        return new Ledger(other, clock, actor, witnesses);
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
     * @throws CountersignException LEDGER_BROKEN at the first record that does not hold, and where records are gone
     */
    public LedgerHistory read() {
        return fetch().verified();
    }

    /** Reads everything and verifies nothing yet. */
    public Unverified fetch() {
        return new Unverified(database.hasLedger() ? table.texts() : List.of());
    }

    /** All records as they came from the table. To verify them takes no connection: that can serve somebody else meanwhile. */
    public final class Unverified {
        private final List<LedgerTable.Text> rows;

        private Unverified(List<LedgerTable.Text> rows) {
            this.rows = rows;
        }

        /** Whether there is no ledger, or nothing in it. */
        public boolean isEmpty() {
            return rows.isEmpty();
        }

        /** @throws CountersignException LEDGER_BROKEN at the first record that does not hold, and where records are gone */
        public LedgerHistory verified() {
            LedgerHistory history = whole(rows);
            for (Witness witness : witnesses) {
                if (!history.contains(witness.ledger())) {
                    throw cut("has no such record " + witness.ledger().seq() + " as " + witness.statement()
                            + " speaks of");
                }
            }
            return history;
        }
    }

    private LedgerHistory whole(List<LedgerTable.Text> rows) {
        LedgerHistory history = chain(rows);
        Optional<String> recorded = rows.stream()
                .filter(LedgerTable.Text::isHead)
                .map(LedgerTable.Text::body)
                .findFirst();
        if (!recorded.map(Json.compact(history.head())::equals).orElse(history.isEmpty())) {
            throw cut("ends with record " + history.head().seq() + ", but its head is recorded as "
                    + recorded.orElse("nothing"));
        }
        return history;
    }

    private LedgerHistory chain(List<LedgerTable.Text> rows) {
        List<LedgerHistory.Entry> entries = new ArrayList<>();
        LedgerHead head = LedgerHead.EMPTY;
        for (LedgerTable.Text row : rows) {
            if (!row.isHead()) {
                LedgerHistory.Entry entry = verified(row, head);
                head = entry.head();
                entries.add(entry);
            }
        }
        return new LedgerHistory(entries);
    }

    private LedgerHistory.Entry verified(LedgerTable.Text row, LedgerHead head) {
        if (row.seq() != head.seq() + 1) {
            throw broken(row.seq(), "record " + (head.seq() + 1) + " is missing");
        }
        if (!Digest.of(row.body()).hex().equals(row.hash())) {
            throw broken(row.seq(), "its text does not have the hash beside it");
        }
        LedgerRecord record;
        try {
            record = Json.read(row.body(), LedgerRecord.class);
        } catch (Json.Malformed e) {
            throw broken(row.seq(), "its text cannot be read: " + e.getMessage());
        }
        if (record.seq() != row.seq() || !record.previous().equals(head.hash())) {
            throw broken(row.seq(), "it does not follow from the record before it");
        }
        if (record.event() instanceof LedgerEvent.Restored restored
                && (restored.asOf() < 1 || restored.asOf() >= record.seq())) {
            throw broken(row.seq(), "it restores what record " + restored.asOf() + " would be");
        }
        return new LedgerHistory.Entry(record, new Digest(row.hash()));
    }

    private CountersignException cut(String why) {
        return CountersignException.problem(ProblemCode.LEDGER_BROKEN)
                .found("The ledger of %s %s: records are gone, or this is another database.", database.name(), why)
                .expected("every record that was ever written.")
                .remedy("Find out which database this is, and who changed the ledger table; compare it with the "
                        + "receipts, or restore the table from a backup.")
                .build();
    }

    /** The large part of a record, verified against the digest in the record. Empty where it has none. */
    public Optional<Attachment> attachment(LedgerRecord record) {
        if (record.attachment().isEmpty() || hasDocument(record.event())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Attachment.decode(large(record)));
        } catch (IOException | Json.Malformed | IllegalArgumentException e) {
            throw broken(record.seq(), "its attachment cannot be read");
        }
    }

    /** What is beside these records is a text of its own kind. */
    private static boolean hasDocument(LedgerEvent event) {
        return event instanceof LedgerEvent.ConfigurationChanged
                || event instanceof LedgerEvent.Piloted
                || event instanceof LedgerEvent.SlotFilled;
    }

    /** The text beside a record, as {@link #appendDocument} got it. */
    public String document(LedgerRecord record) {
        try {
            return Packed.unpack(large(record));
        } catch (IOException | IllegalArgumentException e) {
            throw broken(record.seq(), "its attachment cannot be read");
        }
    }

    private String large(LedgerRecord record) {
        String text = table.attachment(record.seq()).orElse("");
        if (!record.attachment().equals(Optional.of(Digest.of(text)))) {
            throw broken(record.seq(), "its attachment is not the one that was recorded");
        }
        return text;
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
        return appendPacked(head, event, attachment.map(Attachment::encode));
    }

    /** Adds one record with a text of any size beside it. */
    public LedgerHistory.Entry appendDocument(LedgerHead head, LedgerEvent event, String text) {
        return appendPacked(head, event, Optional.of(Packed.pack(text)));
    }

    private LedgerHistory.Entry appendPacked(LedgerHead head, LedgerEvent event, Optional<String> large) {
        LedgerRecord record = new LedgerRecord(
                head.seq() + 1,
                head.hash(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                actor,
                large.map(Digest::of),
                event);
        String body = Json.compact(record);
        LedgerHistory.Entry entry = new LedgerHistory.Entry(record, Digest.of(body));
        table.add(List.of(new LedgerRow(record.seq(), entry.hash(), body, large)));
        return entry;
    }

    /** Puts back records, byte for byte, that a restore took away; those that are there already are left alone. */
    public void reinstate(List<LedgerRow> rows) {
        LedgerHead head = chain(table.texts()).head();
        table.add(rows.stream().filter(row -> row.seq() > head.seq()).toList());
        read();
    }

    /**
     * Makes this the ledger that another database holds, in one transaction: for the slot that takes over, whose own records end
     * with what it was filled with.
     *
     * @param rows all rows of the other one
     */
    public void replace(List<LedgerRow> rows) {
        create();
        table.replace(rows);
        read();
    }

    /** The rows as they are stored, for {@link #reinstate} and {@link #replace}. */
    public List<LedgerRow> rows() {
        return table.rows();
    }

    private CountersignException broken(long seq, String why) {
        return CountersignException.problem(ProblemCode.LEDGER_BROKEN)
                .found("Record %d of the ledger of %s does not hold: %s.", seq, database.name(), why)
                .expected("an unbroken chain, as only Countersign writes it.")
                .remedy("Find out who changed the ledger table; compare it with the receipts kept beside the releases, "
                        + "or restore the table from a backup.")
                .build();
    }
}
