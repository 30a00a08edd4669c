package io.countersign.ledger;

import io.countersign.release.Digest;

/**
 * Somebody whose approval a deployment rested on.
 *
 * @param statement the SHA-256 of the approval file
 */
public record Approver(String role, String fingerprint, String userId, Digest statement) {}
