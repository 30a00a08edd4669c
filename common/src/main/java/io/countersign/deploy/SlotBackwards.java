package io.countersign.deploy;

import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.SlotRecords;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Looks whether the slot may go live again that was before the last switch, and says what the ledger is told then: a rollback. */
public final class SlotBackwards {
    private final Site site;
    private final SlotPair pair;
    private final Site idle;
    private final Clock clock;
    private final Progress progress;
    private List<TableWrites> givenUp = List.of();
    private Optional<LedgerEvent.GivenUp> written = Optional.empty();

    /** @param site the live slot's */
    public SlotBackwards(Site site, Clock clock, Progress progress) {
        this.site = site;
        this.pair = SlotPair.of(site);
        this.idle = pair.idleSite().get();
        this.clock = clock;
        this.progress = progress;
    }

    /** The tables that were written to since the switch, and stay behind; known behind the way back. */
    public List<TableWrites> givenUp() {
        return givenUp;
    }

    /** Where their rows are; known behind the way back, and empty where none is given up. */
    public Optional<LedgerEvent.GivenUp> written() {
        return written;
    }

    /**
     * @param giveUpWrites consent that what was written since the switch stays behind, in the slot that is live now
     * @param folder where these rows are written to
     * @throws CountersignException NOTHING_TO_ROLL_BACK, SLOT_REFUSED, CONSENT_MISSING, SMOKE_CHECK_FAILED; nothing was done
     */
    public SlotSwitch.Turn turn(boolean giveUpWrites, Path folder) {
        LedgerHistory history = site.journal().history();
        LedgerHistory.Entry last = lastSwitch(history);
        LedgerEvent.Succeeded undone =
                (LedgerEvent.Succeeded) SlotRecords.switching(last).outcome();
        LedgerHistory.Standing former = history.standingBefore(last.record().seq());
        requireAsLeft(last, former);
        SlotFilling.requireHealthy(pair.idle(), progress);
        String operation = OperationId.next(clock);
        Runnable look = pair.slots().sharesDatabase() ? () -> {} : writesSince(giveUpWrites, operation, folder);
        LedgerEvent.RolledBack outcome = new LedgerEvent.RolledBack(
                operation,
                undone.operation(),
                former.release(),
                former.version(),
                former.fingerprint().orElse(undone.before()),
                "switch",
                false);
        return new SlotSwitch.Turn(
                operation, Optional.empty(), Optional.of(undone.release()), Optional.of(undone.operation()), () -> {
                    look.run();
                    return new SlotSwitch.Outcome(outcome, Optional.empty());
                });
    }

    /** Looks now, so that a refusal interrupts nobody, and lets look again when nobody can write any more. */
    private Runnable writesSince(boolean giveUp, String operation, Path folder) {
        LedgerHistory.Entry filled = new SlotRecords(site.journal().history())
                .filled(pair.live().name())
                .orElseThrow();
        SlotWrites writes = new SlotWrites(site, pair, idle, filled, progress);
        writes.requireKept();
        writes.sinceSwitch(giveUp);
        return () -> {
            givenUp = writes.sinceSwitch(giveUp);
            if (!givenUp.isEmpty()) {
                keep(operation, folder);
            }
        };
    }

    /** Nobody can write any more, and nothing is given up yet. */
    private void keep(String operation, Path folder) {
        String name = "given-up-" + site.stage().name() + "-" + site.target().name() + "-" + operation + ".jsonl";
        GivenUpRows.Written file = new GivenUpRows(site.database(), idle.database(), progress)
                .write(givenUp.stream().map(TableWrites::table).toList(), folder.resolve(name));
        LedgerEvent.GivenUp event =
                new LedgerEvent.GivenUp(operation, file.file().toString(), file.digest(), file.rows());
        site.journal().append(event);
        written = Optional.of(event);
    }

    private LedgerHistory.Entry lastSwitch(LedgerHistory history) {
        return new SlotRecords(history)
                .last()
                .filter(entry ->
                        SlotRecords.switching(entry).to().equals(pair.live().name()))
                .filter(entry -> history.lastDeployment()
                        .map(LedgerHistory.Deployed::event)
                        .filter(SlotRecords.switching(entry).outcome()::equals)
                        .isPresent())
                .orElseThrow(() -> CountersignException.problem(ProblemCode.NOTHING_TO_ROLL_BACK)
                        .found(
                                "What was done last to %s was no switch to slot %s.",
                                site.name(), pair.live().name())
                        .remedy(
                                "Look at countersign:history; a deployment in place is taken back by countersign:rollback.")
                        .build());
    }

    private void requireAsLeft(LedgerHistory.Entry last, LedgerHistory.Standing former) {
        boolean refilled = new SlotRecords(site.journal().history())
                .filled(pair.idle().name())
                .filter(entry -> entry.record().seq() > last.record().seq())
                .isPresent();
        boolean other = former.release()
                .filter(release -> !idle.application().orElseThrow().isLive(release))
                .isPresent();
        if (refilled || other) {
            throw SlotPair.refused(
                    "Slot " + pair.idle().name() + " of " + site.name()
                            + " was filled with something else since the switch.",
                    former.release().map(ReleaseReference::title).orElse("what was live before") + ".",
                    "Fill the slot with that release by countersign:ab-deploy and switch to it.");
        }
    }
}
