package io.countersign.deploy;

import io.countersign.ledger.SlotRecords;
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
        Optional<String> recorded = new SlotRecords(site.journal().history()).live();
        boolean settled = site.journal().history().open().isEmpty();
        if (settled && recorded.filter(name -> !name.equals(live.name())).isPresent()) {
            throw disagreeing(site, recorded.get());
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
        return CountersignException.problem(ProblemCode.SLOTS_DISAGREE)
                .found(
                        "%s names slot %s%s, but the ledger of %s tells that slot %s was made live.",
                        pointer().link(),
                        live.name(),
                        pointer().named().isEmpty() ? " (it is not there)" : "",
                        site.name(),
                        recorded)
                .expected("a pointer that only Countersign changes, on every machine that works on the target.")
                .remedy(
                        "Put it back by: ln -sfn %s %s, and switch by countersign:ab-switch or ab-back.",
                        recorded, pointer().link())
                .build();
    }
}
