package io.countersign.database.liquibase;

import io.countersign.database.ChangeRunner.Altered;
import io.countersign.release.ChangesetId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.ChecksumVersion;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.IgnoreChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.changelog.filter.ShouldRunChangeSetFilter;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.util.ValidatingVisitorUtil;

/** Sorts the changesets of a changelog into those that would run, those that did, and those that were altered since. */
final class PendingChanges {
    private final List<ChangeSet> pending = new ArrayList<>();
    private final List<ChangesetId> appliedBefore = new ArrayList<>();
    private final List<Altered> altered = new ArrayList<>();

    private PendingChanges() {}

    static PendingChanges of(TargetSession session, DatabaseChangeLog changelog) throws DatabaseException {
        PendingChanges changes = new PendingChanges();
        List<ChangeSetFilter> filters = filters(session.database());
        ShouldRunChangeSetFilter shouldRun = new ShouldRunChangeSetFilter(session.database());
        Set<String> seen = new HashSet<>();
        for (ChangeSet changeset : changelog.getChangeSets()) {
            if (!accepted(filters, changeset) || !seen.add(changeset.toString(false))) {
                continue;
            }
            Optional<RanChangeSet> ran = session.history().find(changeset);
            ran.ifPresent(row -> changes.applied(changeset, row, changelog, session.database()));
            if (shouldRun.accepts(changeset).isAccepted()) {
                changes.pending.add(changeset);
            }
        }
        return changes;
    }

    /** The filters of an update without contexts and labels. They also drop the modifySql of other products. */
    static List<ChangeSetFilter> filters(Database database) {
        return List.of(
                new ContextChangeSetFilter(new Contexts()),
                new LabelChangeSetFilter(new LabelExpression()),
                new DbmsChangeSetFilter(database),
                new IgnoreChangeSetFilter());
    }

    static boolean accepted(List<ChangeSetFilter> filters, ChangeSet changeset) {
        return filters.stream().allMatch(filter -> filter.accepts(changeset).isAccepted());
    }

    private void applied(ChangeSet changeset, RanChangeSet row, DatabaseChangeLog changelog, Database database) {
        appliedBefore.add(Changesets.id(changeset));
        boolean repeatable = changeset.shouldRunOnChange() || changeset.shouldAlwaysRun();
        if (!repeatable
                && !changeset.isCheckSumValid(row.getLastCheckSum())
                && !ValidatingVisitorUtil.isChecksumIssue(changeset, row, changelog, database)) {
            ChecksumVersion version = ChecksumVersion.enumFromChecksumVersion(
                    row.getLastCheckSum().getVersion());
            changeset.clearCheckSum();
            altered.add(new Altered(
                    Changesets.id(changeset),
                    row.getLastCheckSum().toString(),
                    changeset.generateCheckSum(version).toString()));
        }
    }

    List<ChangeSet> pending() {
        return pending;
    }

    List<ChangesetId> appliedBefore() {
        return appliedBefore;
    }

    List<Altered> altered() {
        return altered;
    }
}
