package io.countersign.ledger;

import io.countersign.release.Digest;
import io.countersign.release.SealedRelease;
import io.countersign.signature.Predicate;
import io.countersign.signature.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A release as a ledger or a receipt names it: enough to find it again and to prove that it is the one. */
public record ReleaseReference(String application, String version, Digest digest, String commit, Optional<String> tag) {

    public static ReleaseReference of(SealedRelease release) {
        return new ReleaseReference(
                release.manifest().application(),
                release.manifest().version(),
                release.digest(),
                release.manifest().source().commit(),
                release.manifest().source().tag());
    }

    /** What is said about it. */
    public <P extends Predicate> Statement<P> statement(P predicate) {
        return Statement.about(application + "-" + version + "-release.zip", digest, predicate);
    }

    /** For messages: {@code bookshop 1.4.0 (sha256 0123456789ab)}. */
    public String title() {
        return application + " " + version + " (sha256 " + digest.abbreviated() + ")";
    }

    /** Likewise of several. */
    public static String titles(List<ReleaseReference> releases) {
        return releases.stream().map(ReleaseReference::title).collect(Collectors.joining(", "));
    }
}
