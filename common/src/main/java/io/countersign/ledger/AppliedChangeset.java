package io.countersign.ledger;

import io.countersign.release.ChangesetId;

/** A changeset that a deployment ran, and how long it took. */
public record AppliedChangeset(ChangesetId id, long millis) {}
