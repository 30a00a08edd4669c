package io.countersign.gate;

import io.countersign.database.ChangeRunner;
import io.countersign.database.Freezer;
import io.countersign.database.SchemaInventory;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.Receipt;
import io.countersign.problem.Problem;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.signature.Judged;
import io.countersign.signature.PersonKey;
import io.countersign.signature.Predicate;
import io.countersign.signature.RuleResult;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.StagePolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything the checks look at, collected once by {@link Inspection}.
 *
 * @param approvals every approval for the stage, also those that don't count, with the reason
 * @param approved what the stage's rule makes of those that count
 * @param exceptions the exceptions for the stage, likewise
 * @param receipts the receipts of all stages for this release, likewise
 * @param rehearsal the good receipt of the stage before for this very release, the latest one
 * @param wave the agreement to the target's wave; empty where none is needed
 * @param policyChange what the pinned policy's rule makes of the change to the present one; empty where there is no change
 * @param underControl whether the target has a ledger
 * @param ledgerProblem why the ledger could not be read; {@code history} is empty then
 * @param drift what differs from the last recorded schema, object by object; empty where nothing does or is recorded
 * @param pending what the release would change
 * @param backupMethod the method's name, {@code none} where the stage makes no backups
 * @param backupObstacle why no backup can be made; empty where it can
 * @param applicationObstacle why no application can be put in place
 * @param freezeObstacle why others cannot be kept out as the stage asks; empty where they can, or need not be
 * @param tag what was found out about the git tag's signature; empty where the evidence does not hold the tag
 * @param receiptSigner whose key will sign the receipt; empty where none was given
 * @param receiptSignerObjection why that key signs no receipts of the stage; empty where it does
 * @param lockHolder who else holds the lock
 */
public record GateFacts(
        SignedRelease release,
        PromotionPath path,
        Stage stage,
        Target target,
        StagePolicy policy,
        List<Judged<Predicate.Approval>> approvals,
        RuleResult approved,
        List<Judged<Predicate.CheckException>> exceptions,
        List<Judged<Receipt>> receipts,
        Optional<Judged<Receipt>> rehearsal,
        Optional<WaveState> wave,
        Optional<PolicyChange> policyChange,
        boolean underControl,
        Optional<Problem> ledgerProblem,
        LedgerHistory history,
        SchemaInventory inventory,
        List<String> drift,
        ChangeRunner.Pending pending,
        boolean transactionalDdl,
        String backupMethod,
        Optional<Problem> backupObstacle,
        Optional<String> applicationObstacle,
        Optional<Freezer.Obstacle> freezeObstacle,
        Optional<TagFinding> tag,
        Optional<PersonKey> receiptSigner,
        Optional<String> receiptSignerObjection,
        Optional<String> lockHolder,
        Instant now) {
    public GateFacts {
        approvals = List.copyOf(approvals);
        exceptions = List.copyOf(exceptions);
        receipts = List.copyOf(receipts);
        drift = List.copyOf(drift);
    }

    /**
     * The stage's policy is not the pinned one.
     *
     * @param differences for people
     * @param statements the statements about this change, also those that don't count, with the reason
     * @param approved what the pinned policy's own rule makes of those that count
     */
    public record PolicyChange(
            List<String> differences, List<Judged<Predicate.PolicyChange>> statements, RuleResult approved) {
        public PolicyChange {
            differences = List.copyOf(differences);
            statements = List.copyOf(statements);
        }
    }

    /** @param problem why the tag does not count; empty where it does */
    public record TagFinding(String signer, Optional<String> problem) {}

    /** Whether everything commits in one transaction, so that a failure alone takes all of it back. */
    public boolean oneTransaction() {
        return transactionalDdl && pending.transactional();
    }
}
