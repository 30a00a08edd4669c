package io.countersign.environment;

import io.countersign.database.Replacement;
import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.deploy.OperationId;
import io.countersign.deploy.Site;
import io.countersign.environment.Neutraliser.Neutralised;
import io.countersign.environment.masking.Masking;
import io.countersign.environment.masking.Masking.MaskedColumn;
import io.countersign.environment.masking.MaskingKey;
import io.countersign.environment.masking.SourceTables;
import io.countersign.ledger.Attachment;
import io.countersign.ledger.Journal;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.MaskRule;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Replaces a target by a copy of another one. The copy is built and compared beside the old database and takes its name in
 * one step; until then the target is what it was, whatever happens.
 */
public final class EnvironmentClone {
    private static final int SHOWN = 10;

    private final TargetDatabase source;
    private final Ledger sourceLedger;
    private final Site site;
    private final Clock clock;
    private final Progress host;
    private final Optional<MaskingKey> key;
    private final CopyPreparation preparation;
    private boolean exchanging;

    /**
     * @param site the target, locked
     * @param key for the masking rules of the target's stage; empty where these name none
     * @param preparation of the copy, behind the comparison and the ledger's record
     */
    public EnvironmentClone(
            TargetDatabase source,
            Ledger sourceLedger,
            Site site,
            Clock clock,
            Progress progress,
            Optional<MaskingKey> key,
            CopyPreparation preparation) {
        this.source = source;
        this.sourceLedger = sourceLedger;
        this.site = site;
        this.clock = clock;
        this.host = progress;
        this.key = key;
        this.preparation = preparation;
    }

    /**
     * Copies, compares, and exchanges.
     *
     * @param policy the target's, for a target that has no ledger yet
     * @throws CountersignException CLONE_REFUSED, CLONE_FAILED; the target is as it was
     */
    public CloneReceipt run(LedgerEvent.PolicyPinned policy) {
        DatabaseCopy copy = DatabaseCopies.between(source, site);
        TimedProgress progress = new TimedProgress(host);
        try {
            Optional<Replacement> twin = isWhole() ? copy.twin(source, site.database(), progress) : Optional.empty();
            return twin.isPresent() ? adopted(copy, twin.get(), progress, policy) : streamed(copy, progress, policy);
        } catch (CountersignException e) {
            throw e.withState(stateAfter(e));
        }
    }

    private boolean isWhole() {
        return site.stage().copies().masking().isEmpty()
                && site.stage().copies().limits().isEmpty();
    }

    private String stateAfter(CountersignException failure) {
        String state = exchanging
                ? site.name() + " is either as it was or the complete copy; countersign:history tells."
                : site.name() + " is as it was.";
        return failure.getSuppressed().length == 0
                ? state
                : state + " The next command for it removes what is left beside it.";
    }

    /** What the server copied tells by its own ledger what it is a copy of. */
    private CloneReceipt adopted(
            DatabaseCopy copy, Replacement twin, TimedProgress progress, LedgerEvent.PolicyPinned policy) {
        try (twin) {
            progress.info("Counting what the server copied");
            TargetDatabase database = twin.database();
            Origin origin = Origin.read(source.name(), sourceLedger.in(database), source.inventory(), clock);
            return completed(origin, twin, copy.adopt(database), Optional.empty(), progress, policy);
        }
    }

    private CloneReceipt streamed(DatabaseCopy copy, TimedProgress progress, LedgerEvent.PolicyPinned policy) {
        progress.info("Taking a snapshot of " + source.name());
        try (DatabaseCopy.Snapshot snapshot = copy.snapshot(source)) {
            Origin origin = Origin.read(source.name(), sourceLedger, snapshot.inventory(), clock);
            Optional<Masking> masking = site.stage()
                    .copies()
                    .masking()
                    .map(rules -> Masking.of(rules, key, source.schema(), SourceTables.of(source)));
            progress.info("Building the copy beside " + site.name());
            Replacement replacement = site.database().replacement(source);
            try (replacement) {
                Copied copied = snapshot.into(
                        replacement.database(),
                        new Treatment(masking, site.stage().copies().limits()),
                        progress);
                return completed(origin, replacement, copied, masking, progress, policy);
            }
        }
    }

    private CloneReceipt completed(
            Origin origin,
            Replacement replacement,
            Copied copied,
            Optional<Masking> masking,
            TimedProgress progress,
            LedgerEvent.PolicyPinned policy) {
        List<Neutralised> neutralised = neutralise(replacement.database(), progress);
        progress.info("Comparing the schemas");
        SchemaInventory inventory = origin.inventory();
        requireEqual(inventory, replacement.database().inventory());
        LedgerHistory.Standing standing = origin.history().standing();
        LedgerEvent.Cloned event = new LedgerEvent.Cloned(
                OperationId.next(clock),
                source.name(),
                source.product(),
                origin.history().head(),
                standing.release(),
                standing.version(),
                inventory.fingerprint(),
                origin.at(),
                copied.rows(),
                masked(masking).size(),
                copied.tables().stream().anyMatch(table -> table.limited().isPresent()),
                CloneReceipt.content(copied.tables()));
        record(replacement.database(), policy, event, inventory);
        preparation.prepare(replacement.database());
        progress.info("Putting the copy in the place of " + site.name());
        site.requireLock();
        exchanging = true;
        replacement.takeOver();
        progress.info("Removing the database that was replaced");
        remove(replacement);
        return receipt(event, copied, masked(masking), neutralised, progress);
    }

    private List<Neutralised> neutralise(TargetDatabase copy, Progress progress) {
        if (site.stage().copies().neutralise().isEmpty()) {
            return List.of();
        }
        progress.info("Neutralising the copy");
        return new Neutraliser(copy.errors(), progress)
                .run(copy.connection(), site.stage().copies().neutralise());
    }

    private static List<MaskedColumn> masked(Optional<Masking> masking) {
        String keep = new MaskRule.Keep().text();
        return masking.map(Masking::columns).orElse(List.of()).stream()
                .filter(column -> !column.rule().equals(keep))
                .toList();
    }

    /** The clone is complete; an old database too many is for people to know, not a reason to fail. */
    private void remove(Replacement replacement) {
        try {
            replacement.close();
        } catch (CountersignException e) {
            host.warn("The database that was replaced is still there, until the next command for " + site.name() + ": "
                    + e.problem().found());
        }
    }

    private void requireEqual(SchemaInventory expected, SchemaInventory made) {
        if (expected.fingerprint().equals(made.fingerprint())) {
            return;
        }
        List<String> differences = made.differencesFrom(expected);
        throw CountersignException.problem(ProblemCode.CLONE_FAILED)
                .found(
                        "The copy's schema differs from that of %s: %s%s.",
                        source.name(),
                        String.join(", ", differences.subList(0, Math.min(SHOWN, differences.size()))),
                        differences.size() > SHOWN ? " and " + (differences.size() - SHOWN) + " more" : "")
                .expected("the fingerprint %s.", expected.fingerprint().digest().abbreviated())
                .remedy("Compare versions and settings of the two servers.")
                .build();
    }

    /** The target's ledger goes on in the copy; what the source's ledger holds is told by one record and a hash. */
    private void record(
            TargetDatabase copy, LedgerEvent.PolicyPinned policy, LedgerEvent.Cloned event, SchemaInventory inventory) {
        Ledger old = site.journal().ledger();
        Ledger fresh = old.in(copy);
        fresh.create();
        if (site.database().hasLedger()) {
            fresh.reinstate(old.rows());
        }
        Journal journal = new Journal(fresh);
        if (journal.history().policy().isEmpty()) {
            journal.append(policy);
        }
        journal.append(event, Optional.of(new Attachment(inventory, List.of())));
    }

    private CloneReceipt receipt(
            LedgerEvent.Cloned event,
            Copied copied,
            List<MaskedColumn> masked,
            List<Neutralised> neutralised,
            TimedProgress progress) {
        return new CloneReceipt(
                event.operation(),
                event.source(),
                event.product(),
                site.name(),
                site.database().product(),
                event.snapshotAt(),
                event.release(),
                event.version(),
                event.fingerprint(),
                copied.tables(),
                copied.rows(),
                copied.bytes(),
                event.content(),
                masked,
                neutralised,
                copied.leftOut(),
                progress.steps());
    }
}
