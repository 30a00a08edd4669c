package io.countersign.ledger;

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

    /** After a rollback or a restore: what was appended may be gone. */
    public void reread() {
        history = ledger.read();
    }
}
