package io.countersign.ledger;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.Optional;

/**
 * A ledger being written by the one who holds the target's lock: it remembers the head, so that each record follows from
 * the one before without reading the chain again.
 */
public final class Journal {
    private final Ledger ledger;
    private LedgerHistory history;

    /** Reads and verifies the ledger. */
    public Journal(Ledger ledger) {
        this.ledger = ledger;
        this.history = ledger.read();
    }

    public Ledger ledger() {
        return ledger;
    }

    public LedgerHistory history() {
        return history;
    }

    public LedgerHistory.Entry append(LedgerEvent event) {
        return append(event, Optional.empty());
    }

    public LedgerHistory.Entry append(LedgerEvent event, Optional<Attachment> attachment) {
        LedgerHistory.Entry entry = ledger.append(history.head(), event, attachment);
        history = history.with(entry);
        return entry;
    }

    /** One more record with a text of any size beside it. */
    public LedgerHistory.Entry appendDocument(LedgerEvent event, String text) {
        LedgerHistory.Entry entry = ledger.appendDocument(history.head(), event, text);
        history = history.with(entry);
        return entry;
    }

    /** What the record of a successful deployment tells, with the changesets beside it. */
    public Receipt receipt(LedgerHistory.Entry deployed) {
        LedgerEvent.Succeeded done = (LedgerEvent.Succeeded) deployed.record().event();
        return Receipt.of(
                deployed,
                done,
                ledger.attachment(deployed.record()).orElseThrow().applied(),
                history.interruption(done.operation()));
    }

    /**
     * What was written and read until now is what the table holds. To be asked behind statements that others wrote: a changeset
     * can reach this table, too.
     *
     * @throws CountersignException LEDGER_BROKEN
     */
    public void requireWhole() {
        LedgerHead found = ledger.read().head();
        if (!found.equals(history.head())) {
            throw CountersignException.problem(ProblemCode.LEDGER_BROKEN)
                    .found("The ledger ends with record %d of another content than was written.", found.seq())
                    .expected(
                            "record %d, as this command has written it.",
                            history.head().seq())
                    .remedy("Look for changesets, triggers and other sessions that write to the ledger's table.")
                    .build();
        }
    }

    /** After a rollback or a restore: what was appended may be gone. */
    public void reread() {
        history = ledger.read();
    }
}
