package io.countersign.signature;

import java.time.Instant;
import java.util.Optional;

/**
 * What was found out about one signature.
 *
 * @param person whose primary key it is; empty where the key is not in the keyring
 * @param signingKey the full fingerprint, or the key id where the signature names no more, of the key that made it
 * @param created when the signature says it was made; empty where it cannot be read
 * @param reason why it does not count; empty for a good one
 */
public record SignatureFinding(
        Status status, Optional<PersonKey> person, String signingKey, Optional<Instant> created, String reason) {

    /** Everything but {@link #GOOD} does not count. */
    public enum Status {
        GOOD,
        BAD,
        UNKNOWN_KEY,
        KEY_EXPIRED,
        KEY_REVOKED,
        KEY_NOT_FOR_SIGNING,
        NOT_YET_VALID,
        SIGNATURE_EXPIRED,
        WEAK,
        UNREADABLE
    }

    public boolean isGood() {
        return status == Status.GOOD;
    }
}
