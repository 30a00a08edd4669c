package io.countersign.gate;

import io.countersign.database.ChangeRunner;
import io.countersign.database.SchemaInventory;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.Receipt;
import io.countersign.problem.Problem;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.signature.Keyrings;
import io.countersign.signature.PersonKey;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.StagePolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything the checks look at, collected once.
 *
 * @param underControl whether the target has a ledger
 * @param ledgerProblem why the ledger could not be read; {@code history} is empty then
 * @param drift what differs from the last recorded schema, object by object; empty where nothing does or is recorded
 * @param pending what the release would change
 * @param backupObstacle why no backup can be made; empty where it can
 * @param backupMethod the method's name, {@code none} where the stage makes no backups
 * @param applicationObstacle why no application can be put in place
 * @param receiptSigner whose key will sign the receipt; empty where none was given
 * @param lockHolder who else holds the lock
 * @param receipts the receipts among the evidence whose signatures count for the stage they speak of
 */
public record GateFacts(
        SignedRelease release,
        PromotionPath path,
        Stage stage,
        Target target,
        Keyrings keyrings,
        StagePolicy policy,
        boolean underControl,
        Optional<Problem> ledgerProblem,
        LedgerHistory history,
        SchemaInventory inventory,
        List<String> drift,
        ChangeRunner.Pending pending,
        boolean transactionalDdl,
        Optional<Problem> backupObstacle,
        String backupMethod,
        Optional<String> applicationObstacle,
        Optional<PersonKey> receiptSigner,
        Optional<String> lockHolder,
        List<JudgedReceipt> receipts,
        Instant now) {

    /** A receipt with what was found out about its signature. */
    public record JudgedReceipt(Receipt receipt, io.countersign.release.Digest file, boolean counts, String reason) {}

    /** Whether everything commits in one transaction, so that a failure alone takes all of it back. */
    public boolean oneTransaction() {
        return transactionalDdl && pending.transactional();
    }

    /** The good receipt of the stage before for this very release, the latest one. */
    public Optional<JudgedReceipt> rehearsal() {
        return path.predecessor(stage).flatMap(before -> receipts.stream()
                .filter(JudgedReceipt::counts)
                .filter(judged -> judged.receipt().stage().equals(before.name()))
                .reduce((first, second) ->
                        second.receipt().finishedAt().compareTo(first.receipt().finishedAt()) >= 0 ? second : first));
    }
}
