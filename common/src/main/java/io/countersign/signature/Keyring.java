package io.countersign.signature;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The public keys of some people. Made by {@link io.countersign.signature.openpgp.OpenPgp}. */
public interface Keyring {

    /** Everybody in it, by primary key, in the order of the fingerprints. */
    List<PersonKey> persons();

    default Optional<PersonKey> person(String fingerprint) {
        return persons().stream()
                .filter(person -> person.fingerprint().equals(fingerprint))
                .findFirst();
    }

    /** Why nothing that a person of it signs now would count, such as a revocation; empty where it does. */
    Optional<String> objection(PersonKey person, Instant now);

    /** All keys as one armoured text, for keeping. */
    String armoured();

    /**
     * Judges every signature of a detached signature file over exactly these bytes, at the time it was made and now.
     *
     * @param signatures armoured or binary; one or several
     * @return one finding a signature; none where there is no signature, which callers treat as a refusal
     */
    List<SignatureFinding> judge(byte[] signed, byte[] signatures, Instant now);
}
