package io.countersign.ledger;

import io.countersign.database.Backup;
import io.countersign.database.Fingerprint;
import io.countersign.database.FreezeMeasures;
import io.countersign.json.Tagged;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.Digest;
import io.countersign.signature.StagePolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that was done to a target. Every operation that may change it begins with {@link Started} and ends with
 * exactly one of {@link Succeeded}, {@link RolledBack}, {@link Restored}, {@link Failed} and {@link Recovered}; an
 * operation without an end was interrupted.
 */
public sealed interface LedgerEvent extends Tagged {

    /** What an operation is meant to do. */
    enum Action {
        DEPLOY,
        ROLLBACK,
        RESTORE,
        SWITCH
    }

    /** An existing database came under control as it was. */
    record Baselined(DatabaseVersion version, Fingerprint fingerprint, String reason) implements LedgerEvent {}

    /**
     * From now on the stage's policy is this one.
     *
     * @param canonical the policy's canonical text, whose SHA-256 is {@code policy}
     * @param keys the armoured public keys of its roles, so that a change can be judged by them later
     * @param approvers who approved the change; empty for a target's first policy
     */
    record PolicyPinned(Digest policy, String canonical, List<RoleKeys> keys, List<Approver> approvers)
            implements LedgerEvent {
        public PolicyPinned {
            keys = List.copyOf(keys);
            approvers = List.copyOf(approvers);
        }

        /** @param approvers who approved the change; empty for a target's first policy */
        public static PolicyPinned of(StagePolicy policy, List<Approver> approvers) {
            return new PolicyPinned(
                    policy.digest(),
                    policy.canonical(),
                    policy.keys().entrySet().stream()
                            .map(role -> new RoleKeys(role.getKey(), role.getValue()))
                            .toList(),
                    approvers);
        }

        /** The policy again, with the keys it had. */
        public StagePolicy parsed() {
            return StagePolicy.parse(
                    canonical, keys.stream().collect(Collectors.toMap(RoleKeys::role, RoleKeys::armoured)));
        }
    }

    /** A role's public keys as one armoured text. */
    record RoleKeys(String role, String armoured) {}

    /**
     * An operation begins.
     *
     * @param operation a new id, unique in this ledger
     * @param before the schema before anything is done
     * @param transactional whether a kill alone takes everything back
     * @param undoes for a rollback: the operation it takes back
     */
    record Started(
            String operation,
            Action action,
            String stage,
            String target,
            Optional<ReleaseReference> release,
            Fingerprint before,
            boolean transactional,
            Optional<String> undoes)
            implements LedgerEvent {}

    /**
     * A backup was made and verified.
     *
     * @param operation the operation it was made for; its own id for a backup on request
     */
    record BackedUp(String operation, Backup backup) implements LedgerEvent {}

    /**
     * A deployment is complete in the database. The changesets that ran are in the record's attachment.
     *
     * @param startedAt an ISO 8601 instant in UTC
     * @param activates whether an application has to be activated after this record
     */
    record Succeeded(
            String operation,
            String stage,
            String target,
            ReleaseReference release,
            Optional<DatabaseVersion> from,
            DatabaseVersion to,
            Fingerprint before,
            Fingerprint after,
            Digest policy,
            List<Approver> approvers,
            List<LiftedCheck> lifted,
            int changesets,
            String startedAt,
            String product,
            String tool,
            boolean activates)
            implements LedgerEvent {
        public Succeeded {
            approvers = List.copyOf(approvers);
            lifted = List.copyOf(lifted);
        }
    }

    /** The application that belongs to what the target is at went live, behind a deployment or a rollback. */
    record Activated(String operation, String directory) implements LedgerEvent {}

    /**
     * A deployment was taken back on request.
     *
     * @param undid the operation that was taken back
     * @param release what the target is at again; empty where there was nothing before
     * @param way {@code restore}, {@code liquibase}, or {@code none} where no changeset had run
     * @param activates whether the former application has to be activated after this record
     */
    record RolledBack(
            String operation,
            String undid,
            Optional<ReleaseReference> release,
            Optional<DatabaseVersion> version,
            Fingerprint fingerprint,
            String way,
            boolean activates)
            implements LedgerEvent {}

    /**
     * A backup was restored on request.
     *
     * @param asOf the record that the backup was recorded with: the target is again at what stood then
     */
    record Restored(String operation, Backup backup, long asOf) implements LedgerEvent {}

    /** An operation failed and was taken back by the process that began it. */
    record Failed(String operation, String code, String problem, String state, Fingerprint fingerprint)
            implements LedgerEvent {}

    /** An interrupted operation was taken back, or found to have left nothing, by a later process. */
    record Recovered(String operation, String how, Fingerprint fingerprint) implements LedgerEvent {}

    /**
     * The database was replaced by a copy of another target's. This ledger went on; the source's own stayed where it is.
     *
     * @param source the other target, for example {@code PRD/main}
     * @param product what it runs on
     * @param head the end of its ledger in the copied state
     * @param release what it was at, and the copy is; empty where its ledger tells none
     * @param snapshotAt an ISO 8601 instant in UTC: the state that was copied
     * @param maskedColumns in how many columns other values were put
     * @param limited whether rows were left out on purpose
     * @param content SHA-256 over the names, row counts and digests of all tables of the copy
     */
    record Cloned(
            String operation,
            String source,
            String product,
            LedgerHead head,
            Optional<ReleaseReference> release,
            Optional<DatabaseVersion> version,
            Fingerprint fingerprint,
            String snapshotAt,
            long rows,
            int maskedColumns,
            boolean limited,
            Digest content)
            implements LedgerEvent {}

    /**
     * A copy of another target was upgraded by a deployment, to be tried by its users. What the configuration tables held behind
     * the upgrade is in the document beside this record.
     *
     * @param operation the deployment's
     * @param source the other target, for example {@code PRD/main}
     * @param version what the copy is at
     * @param tables that hold the application's configuration
     */
    record Piloted(
            String operation, String source, ReleaseReference release, DatabaseVersion version, List<String> tables)
            implements LedgerEvent {
        public Piloted {
            tables = List.copyOf(tables);
        }
    }

    /**
     * Rows of configuration tables were changed, in the transaction of this record; the rows themselves, before and after, are
     * in the document beside it.
     *
     * @param operation its own id; the deployment's where it was part of one
     * @param source where the data came from, a few words
     * @param version what data and target were at
     * @param undoes the operation whose changes were taken back; empty for new data
     */
    record ConfigurationChanged(
            String operation,
            String source,
            DatabaseVersion version,
            List<ChangedTable> tables,
            Optional<String> undoes)
            implements LedgerEvent {
        public ConfigurationChanged {
            tables = List.copyOf(tables);
        }
    }

    /**
     * A step of a runbook was done by hand. It changes nothing that the target is at.
     *
     * @param step its id
     * @param doneBy who did it, as told; the record itself says who told it
     * @param doneAt when, as told: an ISO 8601 instant in UTC
     * @param note may be empty
     */
    record StepDone(ReleaseReference release, String step, String doneBy, String doneAt, String note)
            implements LedgerEvent {}

    /** Others are kept out from now on, or from a little later: what is to be given back to them is in the measures. */
    record Frozen(String operation, FreezeMeasures measures) implements LedgerEvent {}

    /** Everything that a freeze had taken was given back. */
    record Unfrozen(String operation) implements LedgerEvent {}

    /**
     * A release was put into the slot that is not live. Where the slots have databases of their own, this one was copied from
     * the live one and upgraded; the document beside this record tells what the two held then.
     *
     * @param slot its name
     * @param upgrade the deployment to the copy; empty where both slots share one database
     */
    record SlotFilled(String operation, String slot, ReleaseReference release, Optional<Succeeded> upgrade)
            implements LedgerEvent {}

    /** Others may only read the database of a slot from now on, or from a little later. */
    record SlotClosed(String operation, String slot, FreezeMeasures measures) implements LedgerEvent {}

    /** Others may write to the database of a slot again. */
    record SlotOpened(String operation, String slot) implements LedgerEvent {}

    /**
     * A switch is about to be made. The pointer to the live slot decides whether it was: behind the pointer's change the
     * outcome is recorded, by whoever comes next if need be.
     *
     * @param outcome the record that ends the operation where the pointer was changed: {@link Succeeded} or
     *     {@link RolledBack}; this record's attachment is that one's
     */
    record Switching(String operation, String from, String to, LedgerEvent outcome) implements LedgerEvent {}

    /**
     * A switch was made.
     *
     * @param interruptedMillis how long nobody could write: from the closing of the one database to the opening of the other;
     *     0 where both slots share one
     */
    record Switched(String operation, String from, String to, long interruptedMillis) implements LedgerEvent {}

    /**
     * Records that a switch back leaves behind were written to a file.
     *
     * @param file where that was, on the machine where the switch was made
     * @param rows how many it has
     */
    record GivenUp(String operation, String file, Digest digest, long rows) implements LedgerEvent {}

    /** How many rows of a table were changed. */
    record ChangedTable(String table, long inserted, long updated, long deleted) {
        @Override
        public String toString() {
            return table + " +" + inserted + " ~" + updated + " -" + deleted;
        }
    }
}
