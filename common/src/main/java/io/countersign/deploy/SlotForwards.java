package io.countersign.deploy;

import io.countersign.database.SchemaInventory;
import io.countersign.gate.ClearedRelease;
import io.countersign.ledger.Attachment;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.SlotRecords;
import io.countersign.problem.CountersignException;
import io.countersign.progress.Progress;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks whether the release in the idle slot may go live, and says what the ledger is told then: a deployment. */
public final class SlotForwards {
    private final Site site;
    private final SlotPair pair;
    private final Site idle;
    private final Clock clock;
    private final String tool;
    private final Progress progress;

    /** @param site the live slot's */
    public SlotForwards(Site site, Clock clock, String tool, Progress progress) {
        this.site = site;
        this.pair = SlotPair.of(site);
        this.idle = pair.idleSite().get();
        this.clock = clock;
        this.tool = tool;
        this.progress = progress;
    }

    /**
     * To what the slot was filled with.
     *
     * @throws CountersignException SLOT_REFUSED, SLOT_BEHIND, SMOKE_CHECK_FAILED; nothing was done
     */
    public SlotSwitch.Turn turn(ClearedRelease cleared) {
        ReleaseReference release = ReleaseReference.of(cleared.release().release());
        LedgerHistory.Entry filled = requireFilled(release);
        requireNothingDoneSince(filled);
        SlotFilling.requireHealthy(pair.idle(), progress);
        if (pair.slots().sharesDatabase()) {
            return turn(cleared, inOneDatabase(cleared));
        }
        SlotWrites writes = new SlotWrites(site, pair, idle, filled, progress);
        writes.requireUntouched();
        writes.requireNone();
        return turn(cleared, operation -> {
            writes.requireNone();
            return upgraded(operation, cleared, filled);
        });
    }

    /**
     * The same where the slot has a database of its own and is filled again when nobody can write to the live one any more.
     *
     * @param refill fills it
     */
    public SlotSwitch.Turn turn(ClearedRelease cleared, Runnable refill) {
        ReleaseReference release = ReleaseReference.of(cleared.release().release());
        return turn(cleared, operation -> {
            refill.run();
            return upgraded(operation, cleared, requireFilled(release));
        });
    }

    /** What the ledger is told, by the operation that it is asked for. */
    @FunctionalInterface
    private interface Telling {
        SlotSwitch.Outcome of(String operation);
    }

    private SlotSwitch.Turn turn(ClearedRelease cleared, Telling telling) {
        String operation = OperationId.next(clock);
        Supplier<SlotSwitch.Outcome> outcome = () -> telling.of(operation);
        return new SlotSwitch.Turn(
                operation,
                Optional.of(cleared),
                Optional.of(ReleaseReference.of(cleared.release().release())),
                Optional.empty(),
                outcome);
    }

    private LedgerHistory.Entry requireFilled(ReleaseReference release) {
        Optional<LedgerHistory.Entry> there =
                new SlotRecords(site.journal().history()).filled(pair.idle().name());
        Optional<ReleaseReference> recorded =
                there.map(entry -> ((LedgerEvent.SlotFilled) entry.record().event()).release());
        boolean same =
                recorded.filter(one -> one.digest().equals(release.digest())).isPresent();
        if (!same || !idle.application().orElseThrow().isLive(release)) {
            throw SlotPair.refused(
                    "Slot " + pair.idle().name() + " of " + site.name() + " holds "
                            + (same
                                    ? "another application"
                                    : recorded.map(ReleaseReference::title).orElse("no release"))
                            + ".",
                    release.title() + ".",
                    "Fill it by countersign:ab-deploy.");
        }
        return there.orElseThrow();
    }

    /** What was deployed to the live slot meanwhile is not in the idle one, or too new for it. */
    private void requireNothingDoneSince(LedgerHistory.Entry filled) {
        LedgerHistory history = site.journal().history();
        LedgerHistory.Standing then = history.standingBefore(filled.record().seq());
        LedgerHistory.Standing now = history.standing();
        if (!then.release().equals(now.release())
                || !then.version().equals(now.version())
                || !then.fingerprint().equals(now.fingerprint())) {
            throw SlotPair.refused(
                    site.name() + " is at "
                            + now.release().map(ReleaseReference::title).orElse("another state")
                            + " since slot " + pair.idle().name() + " was filled.",
                    "what it was at then: "
                            + then.release().map(ReleaseReference::title).orElse("no release") + ".",
                    "Fill the slot again by countersign:ab-deploy.");
        }
    }

    private Telling inOneDatabase(ClearedRelease cleared) {
        String startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        SchemaInventory schema = site.database().inventory();
        return operation -> new SlotSwitch.Outcome(
                new LedgerEvent.Succeeded(
                        operation,
                        site.stage().name(),
                        site.target().name(),
                        ReleaseReference.of(cleared.release().release()),
                        site.journal().history().standing().version(),
                        cleared.release().release().manifest().resulting(),
                        schema.fingerprint(),
                        schema.fingerprint(),
                        cleared.policy().digest(),
                        cleared.approvers(),
                        cleared.lifted(),
                        0,
                        startedAt,
                        site.database().product(),
                        tool,
                        false),
                Optional.of(new Attachment(schema, List.of())));
    }

    /** What was done to the copy is told again as what was done to the target, with who let it in now. */
    private SlotSwitch.Outcome upgraded(String operation, ClearedRelease cleared, LedgerHistory.Entry filled) {
        LedgerEvent.Succeeded done =
                ((LedgerEvent.SlotFilled) filled.record().event()).upgrade().orElseThrow();
        return new SlotSwitch.Outcome(
                new LedgerEvent.Succeeded(
                        operation,
                        site.stage().name(),
                        site.target().name(),
                        done.release(),
                        site.journal().history().standing().version(),
                        done.to(),
                        done.before(),
                        done.after(),
                        cleared.policy().digest(),
                        cleared.approvers(),
                        cleared.lifted(),
                        done.changesets(),
                        done.startedAt(),
                        done.product(),
                        tool,
                        false),
                Optional.of(SlotContents.beside(site, filled).upgrade()));
    }
}
