package io.countersign.ledger;

import io.countersign.release.Digest;

/** A position in a chain and the hash there. Quoted in receipts, it proves that nothing before it was changed. */
public record LedgerHead(long seq, Digest hash) {
    public static final LedgerHead EMPTY = new LedgerHead(0, LedgerRecord.GENESIS);
}
