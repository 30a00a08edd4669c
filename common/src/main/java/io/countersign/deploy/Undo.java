package io.countersign.deploy;

import io.countersign.database.Backup;
import io.countersign.database.BackupMethod;
import io.countersign.database.BackupMethods;
import io.countersign.database.Fingerprint;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerRow;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.util.List;
import java.util.Optional;

/**
 * Brings a target back to where an operation found it: after a failure in this process, and after an interruption of
 * another one. It can be repeated until it succeeds.
 */
final class Undo {
    private final Site site;
    private final Progress progress;
    private Optional<String> transaction = Optional.empty();

    Undo(Site site, Progress progress) {
        this.site = site;
        this.progress = progress;
    }

    /** Begins the transaction of which nothing is to be left where the operation fails. */
    void begin() {
        site.database().begin();
        transaction = site.database().transaction();
    }

    /** A changeset may have ended the transaction without anybody noticing. */
    private boolean isKept() {
        return transaction.filter(site.database()::isCommitted).isPresent();
    }

    /**
     * Whether the operation is at its end by the ledger, so that it failed behind its commit, and nothing is to be taken back. What
     * is not committed is rolled back.
     */
    boolean isOver() {
        site.database().rollback();
        site.journal().reread();
        return site.journal().history().open().isEmpty();
    }

    /**
     * To be called where nothing is open any more, and the ledger has been read since.
     *
     * @param backup the backup that was recorded for the operation; without one nothing had been changed yet, unless the
     *     stage makes none
     * @return what was done and what is there now, a sentence
     * @throws CountersignException where the target could not be brought back; the operation stays open in the ledger
     */
    Outcome undo(LedgerEvent.Started started, Optional<Backup> backup) {
        TargetDatabase database = site.database();
        boolean nothingLeft = started.transactional() ? !isKept() : backup.isEmpty();
        if (nothingLeft) {
            return unchanged(started, database.fingerprint());
        }
        if (backup.isEmpty()) {
            return new Outcome(keptInPart(), database.fingerprint());
        }
        restore(backup.get());
        return new Outcome(
                site.name() + " was restored from the backup " + backup.get().location() + " and verified.",
                backup.get().fingerprint());
    }

    /** @param doing what failed behind another failure, and is repeated by a recovery */
    static CountersignException bothFailed(
            Site site, String doing, CountersignException failure, CountersignException undoing) {
        CountersignException both = failure.withState(doing + " failed too: "
                + undoing.problem().found() + " "
                + undoing.orState(site.name() + " may be between two states.")
                        .problem()
                        .state()
                + " Run countersign:recover once the cause is mended.");
        both.addSuppressed(undoing);
        return both;
    }

    /** Ends an operation of which nothing is left once its transaction is rolled back, and lets others in again. */
    CountersignException abandoned(LedgerEvent.Started started, CountersignException failure) {
        try {
            return isOver()
                    ? failure.orState(started.operation() + " on " + site.name()
                            + " IS done and recorded; what failed came behind that. Run countersign:recover.")
                    : ended(started, failure);
        } catch (CountersignException undoing) {
            return bothFailed(site, "Undoing", failure, undoing);
        }
    }

    private CountersignException ended(LedgerEvent.Started started, CountersignException failure) {
        boolean kept = started.transactional() && isKept();
        String state = kept ? keptInPart() : site.name() + " is unchanged.";
        site.journal()
                .append(new LedgerEvent.Failed(
                        started.operation(),
                        failure.code().code(),
                        failure.problem().found(),
                        state,
                        kept ? site.database().fingerprint() : started.before()));
        new Freeze(site, progress).lift();
        return failure.withState(state);
    }

    private String keptInPart() {
        return site.name()
                + " is between two states: a changeset ended the transaction, and what was done up to there is"
                + " COMMITTED.";
    }

    /** What was done, and the schema that is there now. */
    record Outcome(String state, Fingerprint fingerprint) {}

    private Outcome unchanged(LedgerEvent.Started started, Fingerprint now) {
        if (!now.equals(started.before())) {
            throw CountersignException.problem(ProblemCode.ROLLBACK_INCOMPLETE)
                    .found(
                            "%s is at schema %s, but %s began at schema %s.",
                            site.name(),
                            now.digest().abbreviated(),
                            started.operation(),
                            started.before().digest().abbreviated())
                    .remedy(
                            "Compare the schema by countersign:status, mend it by hand or by countersign:restore, and run countersign:recover again.")
                    .state(
                            "%s",
                            site.name()
                                    + " is between two states; the ledger still shows the operation as interrupted.")
                    .build();
        }
        return new Outcome(site.name() + " is unchanged.", now);
    }

    /** A backup is looked at before the target is touched: where it is gone or altered, nothing was done. */
    static boolean isWithoutBackup(CountersignException failure) {
        return failure.code() == ProblemCode.BACKUP_MISSING || failure.code() == ProblemCode.BACKUP_ALTERED;
    }

    /** Restores and makes sure that no ledger record is lost by it. */
    void restore(Backup backup) {
        TargetDatabase database = site.database();
        BackupMethod method =
                BackupMethods.named(backup.method(), site.stage().deployment().backup(), database);
        List<LedgerRow> rows = site.journal().ledger().rows();
        progress.info("Restoring " + site.name() + " from " + backup.location());
        method.restore(database, backup, progress);
        site.journal().ledger().reinstate(rows);
        site.journal().reread();
        Fingerprint now = database.fingerprint();
        if (!now.equals(backup.fingerprint())) {
            throw CountersignException.problem(ProblemCode.RESTORE_FAILED)
                    .found(
                            "After the restore %s is at schema %s.",
                            site.name(), now.digest().abbreviated())
                    .expected(
                            "schema %s, which was saved.",
                            backup.fingerprint().digest().abbreviated())
                    .remedy(
                            "Keep the backup %s, find out what differs, and run countersign:recover again.",
                            backup.location())
                    .state(
                            "%s",
                            site.name() + " is not what it was; the ledger still shows the operation as interrupted.")
                    .build();
        }
    }
}
