package io.countersign.ledger;

import io.countersign.database.Fingerprint;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.Digest;
import io.countersign.signature.Predicate;
import java.util.List;
import java.util.Optional;

/**
 * "This release was deployed to this stage", as a statement about the release. Everything in it comes from the ledger's
 * own record, so a receipt that was lost can be written again.
 *
 * @param startedAt an ISO 8601 instant in UTC
 * @param finishedAt when the record was written
 * @param interruption how long others were kept out for it; empty where they were not
 * @param ledger where the deployment stands in the target's ledger
 */
public record Receipt(
        String application,
        String version,
        String stage,
        String target,
        String operation,
        String startedAt,
        String finishedAt,
        String product,
        Optional<DatabaseVersion> from,
        DatabaseVersion to,
        Fingerprint before,
        Fingerprint after,
        Optional<Interruption> interruption,
        List<AppliedChangeset> changesets,
        List<Approver> approvers,
        List<LiftedCheck> lifted,
        Digest policy,
        LedgerHead ledger,
        String by,
        String tool)
        implements Predicate {
    public static final String TYPE = "https://countersign.io/deployment/v1";

    public Receipt {
        changesets = List.copyOf(changesets);
        approvers = List.copyOf(approvers);
        lifted = List.copyOf(lifted);
    }

    @Override
    public String type() {
        return TYPE;
    }

    static Receipt of(
            LedgerHistory.Entry entry,
            LedgerEvent.Succeeded done,
            List<AppliedChangeset> applied,
            Optional<Interruption> interruption) {
        return new Receipt(
                done.release().application(),
                done.release().version(),
                done.stage(),
                done.target(),
                done.operation(),
                done.startedAt(),
                entry.record().at(),
                done.product(),
                done.from(),
                done.to(),
                done.before(),
                done.after(),
                interruption,
                applied,
                done.approvers(),
                done.lifted(),
                done.policy(),
                entry.head(),
                entry.record().by(),
                done.tool());
    }

    /** The changesets' time in milliseconds: what the next stage may expect. */
    public long millis() {
        return changesets.stream().mapToLong(AppliedChangeset::millis).sum();
    }
}
