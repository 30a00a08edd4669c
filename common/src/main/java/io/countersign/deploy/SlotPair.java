package io.countersign.deploy;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Slot;
import io.countersign.promotion.Slots;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The two slots of a target, for whoever holds the lock of the live one.
 *
 * @param live the slot that was live when the lock was taken
 * @param idleSite the other slot, with its own database connected and locked where it has one; opened when first asked for
 */
public record SlotPair(Slots slots, Slot live, Supplier<Site> idleSite) {

    /** @throws CountersignException SLOTS_MISSING */
    public static SlotPair of(Site site) {
        return site.slots()
                .orElseThrow(() -> CountersignException.problem(ProblemCode.SLOTS_MISSING)
                        .found("%s has no slots.", site.name())
                        .expected("\"slots\" with a pair of slots in its entry in stages.yml.")
                        .remedy("Add them, or use countersign:deploy.")
                        .build());
    }

    public Slot idle() {
        return slots.other(live);
    }

    public SlotPointer pointer() {
        return new SlotPointer(slots);
    }

    /**
     * Makes sure, under the lock, that pointer and ledger speak of one slot. Where a switch did not end they may differ; then
     * {@link Recovery} settles it.
     */
    public void requireAgreement(Site site) {
        if (!pointer().live().name().equals(live.name())) {
            throw CountersignException.problem(ProblemCode.SLOT_REFUSED)
                    .found(
                            "%s was switched to slot %s meanwhile.",
                            site.name(), pointer().live().name())
                    .expected("slot %s to be live, as it was when the command began.", live.name())
                    .remedy("Repeat the command.")
                    .build();
        }
        Optional<CountersignException> contradiction =
                pointer().contradiction(site.name(), site.journal().history());
        if (contradiction.isPresent()) {
            throw contradiction.get();
        }
    }

    static CountersignException refused(String found, String expected, String remedy) {
        return CountersignException.problem(ProblemCode.SLOT_REFUSED)
                .found("%s", found)
                .expected("%s", expected)
                .remedy("%s", remedy)
                .build();
    }

    CountersignException disagreeing(Site site, String recorded) {
        return pointer().disagreeing(site.name(), recorded);
    }
}
