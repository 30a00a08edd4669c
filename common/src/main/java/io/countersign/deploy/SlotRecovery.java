package io.countersign.deploy;

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
        return entry.filter(intent -> SlotRecords.switching(intent).to().equals(named.name()))
                .map(intent -> finish(pair, intent))
                .orElseGet(() -> takeBack(pair, started, entry.map(SlotRecords::switching)));
    }

    private String finish(SlotPair pair, LedgerHistory.Entry entry) {
        LedgerEvent.Switching intent = SlotRecords.switching(entry);
        Site idle = pair.idleSite().get();
        SlotSwitch switching = new SlotSwitch(idle, pair.idle(), site, pair.slots(), progress);
        if (!mayHaveBeenWrittenTo(pair, intent)) {
            try {
                switching.lookBehind();
            } catch (CountersignException e) {
                throw switching.failed(intent.operation(), e);
            }
        }
        switching.conclude(intent, site.journal().ledger().attachment(entry.record()));
        return "The switch was finished: slot " + intent.to() + " of " + site.name() + " is live.";
    }

    /** Once its database is open, the new side can't be left any more; and all that is done before was done. */
    private boolean mayHaveBeenWrittenTo(SlotPair pair, LedgerEvent.Switching intent) {
        return !pair.slots().sharesDatabase()
                && new SlotRecords(site.journal().history()).closed(intent.to()).isEmpty();
    }

    private String takeBack(SlotPair pair, LedgerEvent.Started started, Optional<LedgerEvent.Switching> intent) {
        Site idle = pair.idleSite().get();
        intent.filter(one -> !pair.slots().sharesDatabase()).ifPresent(one -> requireNotMadeElsewhere(pair, idle, one));
        String state = new SlotSwitch(site, pair.live(), idle, pair.slots(), progress).takeBack(started.operation());
        site.journal()
                .append(new LedgerEvent.Recovered(
                        started.operation(), state, site.database().fingerprint()));
        return "The interrupted switch " + started.operation() + " was taken back. " + state;
    }

    /** Had somebody turned the pointer by hand, the other database would be open for writers too. */
    private void requireNotMadeElsewhere(SlotPair pair, Site idle, LedgerEvent.Switching intent) {
        boolean made = idle.journal().history().entries().stream()
                .anyMatch(entry -> entry.record().event().equals(intent.outcome()));
        if (made) {
            throw pair.disagreeing(site, intent.to());
        }
    }
}
