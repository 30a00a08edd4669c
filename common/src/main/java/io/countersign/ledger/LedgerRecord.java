package io.countersign.ledger;

import io.countersign.release.Digest;
import java.util.Optional;

/**
 * One link of the chain. The SHA-256 of this record's JSON is the {@code previous} of the next one.
 *
 * @param seq 1 for the first record, then without gaps
 * @param previous 64 zeros for the first record
 * @param at an ISO 8601 instant in UTC
 * @param by who did it: {@code user@host}
 * @param attachment the SHA-256 of the large part that is kept beside the record
 */
public record LedgerRecord(
        long seq, Digest previous, String at, String by, Optional<Digest> attachment, LedgerEvent event) {
    public static final Digest GENESIS = new Digest("0".repeat(64));
}
