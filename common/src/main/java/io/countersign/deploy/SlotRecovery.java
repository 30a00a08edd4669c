package io.countersign.deploy;

import io.countersign.ledger.Attachment;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.SlotRecords;
import io.countersign.problem.CountersignException;
import io.countersign.progress.Progress;
import io.countersign.promotion.Slot;
import java.util.Optional;

/** Ends a switch that was interrupted, in the direction in which the pointer leads. */
final class SlotRecovery {
    private final Site site;
    private final Progress progress;

    SlotRecovery(Site site, Progress progress) {
        this.site = site;
        this.progress = progress;
    }

    /** @return what was found and done, a sentence */
    String run(LedgerEvent.Started started) {
        SlotPair pair = SlotPair.of(site);
        Slot named = pair.pointer()
                .named()
                .orElseThrow(() -> pair.disagreeing(site, pair.idle().name()));
        Optional<LedgerHistory.Entry> entry = new SlotRecords(site.journal().history()).intent(started.operation());
        if (entry.isEmpty()) {
            return takeBack(switching(pair, pair.live()), started);
        }
        LedgerEvent.Switching intent = SlotRecords.switching(entry.get());
        boolean turned = intent.to().equals(named.name());
        if (!turned && !pair.slots().sharesDatabase()) {
            requireNotMadeElsewhere(pair, intent);
        }
        SlotSwitch switching = switching(pair, turned ? pair.idle() : pair.live());
        boolean made =
                pair.slots().sharesDatabase() ? turned : switching.handover().wasMade(turned);
        Optional<Attachment> attachment =
                site.journal().ledger().attachment(entry.get().record());
        String done = made ? finish(switching, pair, intent, attachment) : takeBack(switching, started);
        if (made != turned) {
            throw SlotPair.refused(
                    done,
                    "slot " + pair.live().name() + " to be live, as when this command began.",
                    "Repeat the command.");
        }
        return done;
    }

    private SlotSwitch switching(SlotPair pair, Slot from) {
        Site idle = pair.idleSite().get();
        return from.equals(pair.live())
                ? new SlotSwitch(site, from, idle, pair.slots(), progress)
                : new SlotSwitch(idle, from, site, pair.slots(), progress);
    }

    private String finish(
            SlotSwitch switching, SlotPair pair, LedgerEvent.Switching intent, Optional<Attachment> attachment) {
        boolean looked = !pair.slots().sharesDatabase()
                && new SlotRecords(site.journal().history()).closed(intent.to()).isEmpty();
        if (!looked) {
            lookBehind(switching, pair, intent);
        }
        switching.conclude(intent, attachment);
        return "The switch was finished: slot " + intent.to() + " of " + site.name() + " is live.";
    }

    /** Once others may have written to the new side, it can't be left any more. */
    private void lookBehind(SlotSwitch switching, SlotPair pair, LedgerEvent.Switching intent) {
        try {
            switching.lookBehind();
        } catch (CountersignException e) {
            if (!pair.slots().sharesDatabase() && switching.handover().mayHaveBeenWrittenTo()) {
                throw e.withState("Slot " + intent.to() + " of " + site.name()
                        + " is live and takes writes; run countersign:recover once the cause is mended.");
            }
            throw switching.failed(intent.operation(), e);
        }
    }

    private String takeBack(SlotSwitch switching, LedgerEvent.Started started) {
        String state = switching.takeBack(started.operation());
        switching
                .from()
                .journal()
                .append(new LedgerEvent.Recovered(
                        started.operation(), state, switching.from().database().fingerprint()));
        return "The interrupted switch " + started.operation() + " was taken back. " + state;
    }

    /** Had somebody turned the pointer by hand, the other database would be open for writers too. */
    private void requireNotMadeElsewhere(SlotPair pair, LedgerEvent.Switching intent) {
        boolean made = pair.idleSite().get().journal().history().entries().stream()
                .anyMatch(entry -> entry.record().event().equals(intent.outcome()));
        if (made) {
            throw pair.disagreeing(site, intent.to());
        }
    }
}
