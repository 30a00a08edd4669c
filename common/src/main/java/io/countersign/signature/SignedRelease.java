package io.countersign.signature;

import io.countersign.release.SealedRelease;
import java.time.Instant;
import java.util.List;

/**
 * A release together with what was signed about it, judged by the roles' keys. Whether that is enough for a stage is the
 * gate's question; here it is decided what counts at all.
 */
public final class SignedRelease {
    private final SealedRelease release;
    private final Evidence evidence;
    private final SignedEvidence signed;

    private SignedRelease(SealedRelease release, Evidence evidence, SignedEvidence signed) {
        this.release = release;
        this.evidence = evidence;
        this.signed = signed;
    }

    public static SignedRelease of(SealedRelease release, Evidence evidence, Keyrings keyrings, Instant now) {
        SignedEvidence.Subject subject = new SignedEvidence.Subject(
                release.digest(),
                release.manifest().application(),
                release.manifest().version());
        return new SignedRelease(release, evidence, SignedEvidence.of(subject, evidence, keyrings, now));
    }

    public SealedRelease release() {
        return release;
    }

    public Evidence evidence() {
        return evidence;
    }

    /** What was signed, without the release. */
    public SignedEvidence signed() {
        return signed;
    }

    public Keyrings keyrings() {
        return signed.keyrings();
    }

    /** Every approval for a stage, also those that don't count. */
    public List<Judged<Predicate.Approval>> approvals(String stage) {
        return signed.approvals(stage);
    }

    /** Every exception for a stage, also those that don't count. */
    public List<Judged<Predicate.CheckException>> exceptions(String stage) {
        return signed.exceptions(stage);
    }

    /** Statements of a kind about this release, judged by one role's keys; for receipts. */
    public <P extends Predicate> List<Judged<P>> judge(Class<P> type, String role) {
        return signed.judge(type, role);
    }

    /** Every change of a stage's policy to another one, judged by the keys of the policy that is pinned. */
    public List<Judged<Predicate.PolicyChange>> policyChanges(
            StagePolicy to, StagePolicy pinned, Predicate.PinnedRecord by) {
        return signed.policyChanges(to, pinned, by);
    }

    /** Who acts in more than one role for this release; their approvals do not count. */
    public List<String> actingInSeveralRoles() {
        return signed.actingInSeveralRoles();
    }
}
