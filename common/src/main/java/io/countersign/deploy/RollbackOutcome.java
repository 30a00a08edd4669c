package io.countersign.deploy;

import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.ReleaseReference;

/**
 * What came of a rollback.
 *
 * @param undone the release that was taken back
 * @param state what is there now, a sentence
 */
public record RollbackOutcome(ReleaseReference undone, LedgerEvent.RolledBack event, String state) {}
