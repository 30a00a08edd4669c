package io.countersign.deploy;

import io.countersign.database.Backup;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.LedgerHistory.RecordedBackup;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.time.Clock;
import java.util.Optional;

/** Makes backups on request and brings them back on request; both are recorded. */
public final class Restoration {
    private final Site site;
    private final Clock clock;
    private final Progress progress;

    public Restoration(Site site, Clock clock, Progress progress) {
        this.site = site;
        this.clock = clock;
        this.progress = progress;
    }

    /** Makes a backup now. */
    public Backup backUp() {
        String id = OperationId.next(clock);
        Backup backup = site.backup()
                .orElseThrow(() -> CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                        .found("Stage %s makes no backups.", site.stage().name())
                        .remedy("Set backup: {method: auto} for it in stages.yml.")
                        .build())
                .make(site.database(), id, progress);
        if (site.stage().deployment().backup().testRestore()) {
            progress.info("Proving the backup by a restore elsewhere");
            site.backup().orElseThrow().testRestore(site.database(), backup, progress);
        }
        site.journal().append(new LedgerEvent.BackedUp(id, backup));
        Retention.apply(site, progress);
        return backup;
    }

    /** @param operation the operation that the backup was made for; empty for the newest one */
    public RecordedBackup choose(Optional<String> operation) {
        return site.journal().history().backups().stream()
                .filter(backup -> operation.isEmpty() || operation.get().equals(backup.operation()))
                .reduce((first, second) -> second)
                .orElseThrow(() -> CountersignException.problem(ProblemCode.BACKUP_MISSING)
                        .found(
                                "The ledger of %s records no backup%s.",
                                site.name(),
                                operation.map(id -> " of operation " + id).orElse(""))
                        .remedy("Look at countersign:history for the backups there are.")
                        .build());
    }

    /** Restores the whole target. What was written since the backup is lost; the caller has asked for consent. */
    public void restore(RecordedBackup chosen) {
        LedgerEvent.Started started = new LedgerEvent.Started(
                OperationId.next(clock),
                LedgerEvent.Action.RESTORE,
                site.stage().name(),
                site.target().name(),
                Optional.empty(),
                site.database().fingerprint(),
                false,
                Optional.of(chosen.operation()));
        site.journal().append(started);
        site.journal().append(new LedgerEvent.BackedUp(started.operation(), chosen.backup()));
        new Freeze(site, progress).beginWayBack(started);
        try {
            finish(started, chosen);
        } catch (CountersignException e) {
            throw Undo.isWithoutBackup(e) ? new Undo(site, progress).abandoned(started, e) : e;
        }
        new Freeze(site, progress).lift();
    }

    /** Goes on with a restore that a kill interrupted: it can be repeated. */
    String resume(LedgerHistory.OpenOperation open) {
        LedgerEvent.Started started = open.started();
        RecordedBackup chosen = choose(started.undoes());
        try {
            finish(started, chosen);
        } catch (CountersignException e) {
            if (Undo.isWithoutBackup(e) && site.database().fingerprint().equals(started.before())) {
                String how = "Nothing had been restored, and cannot be: "
                        + e.problem().found();
                site.journal().append(new LedgerEvent.Recovered(started.operation(), how, started.before()));
                return how;
            }
            throw e;
        }
        return "The interrupted restore was done again: " + site.name() + " is at the backup "
                + chosen.backup().location() + ".";
    }

    private void finish(LedgerEvent.Started started, RecordedBackup chosen) {
        new Undo(site, progress).restore(chosen.backup());
        site.journal()
                .append(new LedgerEvent.Restored(
                        started.operation(), chosen.backup(), chosen.record().seq()));
    }
}
