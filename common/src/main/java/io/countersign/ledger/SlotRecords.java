package io.countersign.ledger;

import java.util.Optional;
import java.util.function.Predicate;

/** What a ledger tells about the two slots of its target. */
public record SlotRecords(LedgerHistory history) {

    /** The slot that the last switch made live; empty where none was made. */
    public Optional<String> live() {
        return last().map(entry -> switching(entry).to());
    }

    /** The last switch that was made: the record of its intent. */
    public Optional<LedgerHistory.Entry> last() {
        Optional<LedgerHistory.Entry> intent = Optional.empty();
        Optional<LedgerHistory.Entry> made = Optional.empty();
        for (LedgerHistory.Entry entry : history.entries()) {
            LedgerEvent event = entry.record().event();
            if (event instanceof LedgerEvent.Switching) {
                intent = Optional.of(entry);
            } else if (intent.isPresent()
                    && event.equals(switching(intent.get()).outcome())) {
                made = intent;
            }
        }
        return made;
    }

    /** The intent of a switch that began. */
    public Optional<LedgerHistory.Entry> intent(String operation) {
        return newest(event ->
                event instanceof LedgerEvent.Switching one && one.operation().equals(operation));
    }

    public static LedgerEvent.Switching switching(LedgerHistory.Entry entry) {
        return (LedgerEvent.Switching) entry.record().event();
    }

    /** What a slot was filled with last. */
    public Optional<LedgerHistory.Entry> filled(String slot) {
        return newest(event ->
                event instanceof LedgerEvent.SlotFilled one && one.slot().equals(slot));
    }

    /** The record by which a slot's database is closed for writers; empty where it is open. */
    public Optional<LedgerHistory.Entry> closed(String slot) {
        return newest(event -> (event instanceof LedgerEvent.SlotClosed closed
                                && closed.slot().equals(slot))
                        || (event instanceof LedgerEvent.SlotOpened opened
                                && opened.slot().equals(slot)))
                .filter(entry -> entry.record().event() instanceof LedgerEvent.SlotClosed);
    }

    /** For how many milliseconds nobody could write while a switch was made; 0 where that is not recorded. */
    public long interrupted(String operation) {
        return newest(event -> event instanceof LedgerEvent.Switched one
                        && one.operation().equals(operation))
                .map(entry -> ((LedgerEvent.Switched) entry.record().event()).interruptedMillis())
                .orElse(0L);
    }

    private Optional<LedgerHistory.Entry> newest(Predicate<LedgerEvent> wanted) {
        return history.entries().stream()
                .filter(entry -> wanted.test(entry.record().event()))
                .reduce((first, second) -> second);
    }
}
