package io.countersign.gate;

import io.countersign.database.BackupMethod;
import io.countersign.database.ChangeRunner;
import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.Attachment;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.signature.ApprovalRules;
import io.countersign.signature.Judged;
import io.countersign.signature.Keyrings;
import io.countersign.signature.PersonKey;
import io.countersign.signature.Predicate;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.StagePolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Collects what the gate looks at, from the evidence and from the target. Reads only.
 *
 * @param pending what of the release's changelogs would run
 * @param applicationObstacle why no application can be put in place
 * @param receiptSigner whose key will sign the receipt
 * @param lockHeld whether the caller holds the target's lock itself
 */
public record Inspection(
        SignedRelease release,
        PromotionPath path,
        Stage stage,
        Target target,
        Keyrings keyrings,
        TargetDatabase database,
        Ledger ledger,
        ChangeRunner.Pending pending,
        Optional<BackupMethod> backup,
        Optional<String> applicationObstacle,
        Optional<PersonKey> receiptSigner,
        boolean lockHeld,
        Instant now) {

    public GateFacts facts() {
        Optional<Problem> ledgerProblem = Optional.empty();
        LedgerHistory history = new LedgerHistory(List.of());
        boolean underControl = database.hasLedger();
        try {
            history = ledger.read();
        } catch (CountersignException e) {
            ledgerProblem = Optional.of(e.problem());
        }
        SchemaInventory inventory = database.inventory();
        StagePolicy policy = StagePolicy.of(path, stage, keyrings);
        ApprovalState approvals = ApprovalState.of(release.signed(), path, stage);
        return new GateFacts(
                release,
                path,
                stage,
                target,
                policy,
                approvals.approvals(),
                approvals.result(),
                release.exceptions(stage.name()),
                approvals.receipts(),
                approvals.restsOn(),
                WaveState.of(release.signed(), path, stage, target.name()),
                policyChange(history, policy),
                underControl,
                ledgerProblem,
                history,
                inventory,
                drift(history, inventory),
                pending,
                database.transactionalDdl(),
                backup.map(BackupMethod::name).orElse(BackupPolicy.NONE),
                pending.pending().isEmpty() ? Optional.empty() : backup.flatMap(this::backupObstacle),
                applicationObstacle,
                stage.deployment().freeze().isNone()
                        ? Optional.empty()
                        : database.freezer().obstacle(stage.deployment().freeze()),
                new TagInspection(release, stage, keyrings, now).finding(),
                receiptSigner,
                receiptSignerObjection(),
                lockHeld ? Optional.empty() : database.lockHolder(),
                now);
    }

    /** The stage is frozen before its backup is made. */
    private Optional<Problem> backupObstacle(BackupMethod method) {
        return stage.deployment().freeze().leavesNobody()
                ? method.obstacleWhenAlone(database)
                : method.obstacle(database);
    }

    private Optional<String> receiptSignerObjection() {
        return stage.deployment()
                .receipts()
                .flatMap(role -> receiptSigner.flatMap(signer ->
                        keyrings.role(role).person(signer.fingerprint()).isEmpty()
                                ? Optional.of("not one of them")
                                : keyrings.role(role).objection(signer, now)));
    }

    private Optional<GateFacts.PolicyChange> policyChange(LedgerHistory history, StagePolicy policy) {
        boolean unchanged = history.policy()
                .map(LedgerEvent.PolicyPinned::policy)
                .filter(policy.digest()::equals)
                .isPresent();
        return unchanged
                ? Optional.empty()
                : history.policyEntry().map(entry -> {
                    StagePolicy pinned =
                            ((LedgerEvent.PolicyPinned) entry.record().event()).parsed();
                    List<Judged<Predicate.PolicyChange>> statements =
                            release.policyChanges(policy, pinned, entry.pinnedRecord(target.name()));
                    return new GateFacts.PolicyChange(
                            policy.differencesFrom(pinned),
                            statements,
                            ApprovalRules.evaluate(
                                    pinned.approvals(),
                                    statements.stream().filter(Judged::counts).toList(),
                                    pinned.people()));
                });
    }

    private List<String> drift(LedgerHistory history, SchemaInventory inventory) {
        Optional<io.countersign.database.Fingerprint> recorded =
                history.standing().fingerprint();
        if (recorded.isEmpty() || recorded.get().equals(inventory.fingerprint())) {
            return List.of();
        }
        List<String> differences = history.entries().stream()
                .filter(entry -> entry.record().attachment().isPresent())
                .reduce((first, second) -> second)
                .flatMap(entry -> ledger.attachment(entry.record()))
                .map(Attachment::inventory)
                .filter(last -> last.fingerprint().equals(recorded.get()))
                .map(inventory::differencesFrom)
                .orElse(List.of());
        return differences.isEmpty()
                ? List.of("schema " + inventory.fingerprint().digest().abbreviated() + " instead of "
                        + recorded.get().digest().abbreviated())
                : differences;
    }
}
