package io.countersign.gate;

import io.countersign.ledger.Approver;
import io.countersign.ledger.LiftedCheck;
import io.countersign.ledger.Receipt;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.StagePolicy;
import java.util.List;
import java.util.Optional;

/**
 * A release that has passed the gate of one stage and target. Only {@link Gate} makes one, and a deployment takes nothing
 * else: going past the gate does not compile.
 */
public final class ClearedRelease {
    private final SignedRelease release;
    private final StagePolicy policy;
    private final GateReport gate;
    private final List<Approver> approvers;
    private final List<Approver> policyApprovers;
    private final List<LiftedCheck> lifted;
    private final Optional<Receipt> rehearsal;

    ClearedRelease(
            SignedRelease release,
            StagePolicy policy,
            GateReport gate,
            List<Approver> approvers,
            List<Approver> policyApprovers,
            List<LiftedCheck> lifted,
            Optional<Receipt> rehearsal) {
        this.release = release;
        this.policy = policy;
        this.gate = gate;
        this.approvers = List.copyOf(approvers);
        this.policyApprovers = List.copyOf(policyApprovers);
        this.lifted = List.copyOf(lifted);
        this.rehearsal = rehearsal;
    }

    public SignedRelease release() {
        return release;
    }

    public StagePolicy policy() {
        return policy;
    }

    public GateReport gate() {
        return gate;
    }

    /** The people whose approvals the deployment rests on. */
    public List<Approver> approvers() {
        return approvers;
    }

    /** The people who agreed to a policy that differs from the pinned one; empty where it is the pinned one. */
    public List<Approver> policyApprovers() {
        return policyApprovers;
    }

    public List<LiftedCheck> lifted() {
        return lifted;
    }

    /** The receipt of the stage before whose outcome must be met; empty where nothing was asked or it was lifted. */
    public Optional<Receipt> rehearsal() {
        return rehearsal;
    }
}
