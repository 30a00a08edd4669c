package io.countersign.promotion;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stage of the promotion path, as {@code stages.yml} says it.
 *
 * @param after the stage whose receipt a release needs before it may enter; empty for none
 * @param approvals who has to approve a release for this stage
 * @param exceptions who may lift checks; {@link ApprovalRule.Nobody} means that nobody may
 * @param receipts the role whose key signs this stage's receipts; empty where receipts are unsigned, and then no stage
 *     can come after this one by receipt
 * @param archive where every receipt is kept, beyond the releases' evidence
 * @param preliminary whether a snapshot or a release from a dirty tree may enter
 * @param signedTag the role by whose key the git tag must be signed; empty where it need not be
 * @param rehearsed whether the predecessor's before-fingerprint must be this stage's, and its after-fingerprint the result
 * @param window when deployments may begin; empty for always
 * @param masking how copies made for this stage are masked; empty where it may see what the source has
 * @param neutralise what is run on a copy before the stage is opened, in this order
 * @param limits which rows of which tables copies begin with; tables that are not named are copied whole
 * @param waves how a release goes out to the targets
 * @param catalogue knows more targets; empty where {@code targets} are all
 */
public record Stage(
        String name,
        Optional<String> after,
        ApprovalRule approvals,
        ApprovalRule exceptions,
        Optional<String> receipts,
        Optional<ReceiptArchive> archive,
        boolean preliminary,
        Optional<String> signedTag,
        boolean rehearsed,
        Optional<DeploymentWindow> window,
        BackupPolicy backup,
        WayBack wayBack,
        OutsideTransaction outsideTransaction,
        FreezePolicy freeze,
        List<SmokeCheck> smokeChecks,
        Optional<MaskingRules> masking,
        List<Neutralising> neutralise,
        Map<String, RowLimit> limits,
        WavePolicy waves,
        List<Target> targets,
        Optional<TargetCatalogue> catalogue) {
    public Stage {
        smokeChecks = List.copyOf(smokeChecks);
        neutralise = List.copyOf(neutralise);
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
        targets = List.copyOf(targets);
    }

    /**
     * The same stage for a scratch copy of one of its targets: nobody else is there to be kept out, and no address answers for it,
     * and it is in no wave.
     *
     * @param scratch where the copy's own backups go
     */
    public Stage forRehearsal(BackupPolicy scratch) {
        return new Stage(
                name,
                after,
                approvals,
                exceptions,
                receipts,
                Optional.empty(),
                preliminary,
                signedTag,
                rehearsed,
                Optional.empty(),
                scratch,
                wayBack,
                outsideTransaction,
                FreezePolicy.NONE,
                smokeChecks.stream().filter(SmokeCheck.Sql.class::isInstance).toList(),
                masking,
                neutralise,
                limits,
                WavePolicy.DEFAULT,
                targets,
                catalogue);
    }

    /** The same stage with all its targets, those of its catalogue among them. */
    public Stage withTargets(List<Target> all) {
        return new Stage(
                name,
                after,
                approvals,
                exceptions,
                receipts,
                archive,
                preliminary,
                signedTag,
                rehearsed,
                window,
                backup,
                wayBack,
                outsideTransaction,
                freeze,
                smokeChecks,
                masking,
                neutralise,
                limits,
                waves,
                all,
                Optional.empty());
    }

    /**
     * The same stage for the copy of a target in its idle slot: all rows as they are, no backup, and nobody there to be kept out.
     */
    public Stage forSlot() {
        return new Stage(
                name,
                after,
                approvals,
                exceptions,
                receipts,
                archive,
                preliminary,
                signedTag,
                rehearsed,
                window,
                new BackupPolicy(
                        BackupPolicy.NONE,
                        backup.directory(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        backup.keep()),
                wayBack,
                outsideTransaction,
                new FreezePolicy(Freeze.NONE, freeze.sessions(), freeze.patience(), freeze.except()),
                smokeChecks,
                Optional.empty(),
                List.of(),
                Map.of(),
                waves,
                targets,
                catalogue);
    }

    /** How a deployment to this stage is undone. */
    public enum WayBack {
        /** By the backup that was made before it. */
        RESTORE,
        /** By the changesets' own rollbacks. */
        LIQUIBASE
    }

    /** What becomes of changesets that cannot run inside a transaction, on a database that could otherwise. */
    public enum OutsideTransaction {
        /** They run in a phase of their own; a failure is undone by the backup. */
        PHASE,
        /** The release is refused. */
        REFUSE
    }

    /** What other sessions may do while a deployment runs. */
    public enum Freeze {
        NONE,
        READ_ONLY,
        OFFLINE
    }
}
