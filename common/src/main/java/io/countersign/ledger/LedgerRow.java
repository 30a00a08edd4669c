package io.countersign.ledger;

import io.countersign.release.Digest;
import java.util.Optional;

/** A row of the ledger table, byte for byte. */
public record LedgerRow(long seq, Digest hash, String body, Optional<String> attachment) {}
