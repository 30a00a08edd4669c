package io.countersign.signature;

import io.countersign.release.Digest;
import java.util.Optional;

/**
 * One signature under one statement, with the verdict.
 *
 * @param file the SHA-256 of the statement's file
 * @param fileName the statement's file name
 * @param role the role it was judged by
 * @param person whose signature it is; empty texts where that is not known
 * @param reason why it does not count; empty where it does
 * @param signedAt an ISO 8601 instant; empty where the signature could not be read
 */
public record Judged<P extends Predicate>(
        P predicate,
        Digest file,
        String fileName,
        String role,
        PersonKey person,
        boolean counts,
        String reason,
        Optional<String> signedAt) {

    /** The same, not counting. */
    public Judged<P> refused(String why) {
        return new Judged<>(predicate, file, fileName, role, person, false, why, signedAt);
    }
}
