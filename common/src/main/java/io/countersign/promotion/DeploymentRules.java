package io.countersign.promotion;

import java.util.List;
import java.util.Optional;

/**
 * How a release gets into a stage and out again, and what proves it.
 *
 * @param receipts the role whose key signs receipts; empty where they are unsigned, and then no stage can come after this one by
 *     receipt
 * @param archive where every receipt is kept, beyond the releases' evidence
 * @param smokeChecks in this order
 */
public record DeploymentRules(
        Optional<String> receipts,
        Optional<ReceiptArchive> archive,
        BackupPolicy backup,
        Stage.WayBack wayBack,
        Stage.OutsideTransaction outsideTransaction,
        FreezePolicy freeze,
        List<SmokeCheck> smokeChecks) {
    public DeploymentRules {
        smokeChecks = List.copyOf(smokeChecks);
    }

    /** On a copy nobody is kept out, no address answers, and its receipts prove nothing. */
    DeploymentRules onScratch(BackupPolicy scratch) {
        return new DeploymentRules(
                receipts,
                Optional.empty(),
                scratch,
                wayBack,
                outsideTransaction,
                FreezePolicy.NONE,
                smokeChecks.stream().filter(SmokeCheck.Sql.class::isInstance).toList());
    }

    /** Beside the live slot: the other one is the way back, and nobody is there to be kept out. */
    DeploymentRules inIdleSlot() {
        return new DeploymentRules(
                receipts, archive, backup.without(), wayBack, outsideTransaction, freeze.without(), smokeChecks);
    }
}
