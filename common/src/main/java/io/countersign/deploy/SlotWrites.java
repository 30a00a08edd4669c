package io.countersign.deploy;

import io.countersign.database.ContentWatch;
import io.countersign.database.Fingerprint;
import io.countersign.database.TableContent;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.util.List;
import java.util.stream.Collectors;

/** Finds out which tables of two slots' databases were written to since one was made from the other. */
final class SlotWrites {
    private static final int SHOWN = 10;

    private final Site site;
    private final SlotPair pair;
    private final Site idle;
    private final LedgerHistory.Entry filled;
    private final SlotContents contents;
    private final ContentWatch live;
    private final Progress progress;

    /** @param filled the record of how the one was made from the other */
    SlotWrites(Site site, SlotPair pair, Site idle, LedgerHistory.Entry filled, Progress progress) {
        this.site = site;
        this.pair = pair;
        this.idle = idle;
        this.filled = filled;
        this.contents = SlotContents.beside(site, filled);
        this.live = site.database().watch();
        this.progress = progress;
    }

    private LedgerEvent.Succeeded upgrade() {
        return ((LedgerEvent.SlotFilled) filled.record().event()).upgrade().orElseThrow();
    }

    /** The idle database is what the release made of the copy. */
    void requireUntouched() {
        requireIdle(upgrade().after(), contents.filled(), "Fill it again by countersign:ab-deploy.");
    }

    /** The idle database is what it was when it was last live. */
    void requireKept() {
        requireIdle(
                upgrade().before(),
                contents.source(),
                "Find out who wrote to it; what is live now can only be taken forwards.");
    }

    private void requireIdle(Fingerprint schema, List<TableContent> then, String remedy) {
        List<TableWrites> writes =
                writes(idle.database()::contents, then, pair.idle().name());
        boolean drifted = !idle.database().fingerprint().equals(schema);
        if (drifted || !writes.isEmpty()) {
            throw SlotPair.refused(
                    "The database of slot " + pair.idle().name() + " of " + site.name()
                            + ", to which nobody should write, was changed: "
                            + (drifted ? "its schema is another. " : "") + lines(writes),
                    "what it held when slot " + pair.live().name() + " took over from it or it was filled.",
                    remedy);
        }
    }

    /** @throws CountersignException SLOT_BEHIND where the live database was written to since it was copied */
    void requireNone() {
        List<TableWrites> writes = writes(live, contents.source(), pair.live().name());
        if (!writes.isEmpty()) {
            throw CountersignException.problem(ProblemCode.SLOT_BEHIND)
                    .found(
                            "Since slot %s was filled, slot %s was written to: %s",
                            pair.idle().name(), pair.live().name(), lines(writes))
                    .expected(
                            "the records that were copied at %s.",
                            filled.record().at())
                    .remedy(
                            "Repeat with -Dcountersign.refresh=true: slot %s is closed for writers, copied and upgraded again, and"
                                    + " only then switched.",
                            pair.live().name())
                    .build();
        }
    }

    /** @throws CountersignException CONSENT_MISSING where there are any, and nobody agreed to give them up */
    List<TableWrites> sinceSwitch(boolean giveUp) {
        List<TableWrites> writes = writes(live, contents.filled(), pair.live().name());
        if (!writes.isEmpty() && !giveUp) {
            throw CountersignException.problem(ProblemCode.CONSENT_MISSING)
                    .found(
                            "Since the switch slot %s was written to, and slot %s does not have these records: %s",
                            pair.live().name(), pair.idle().name(), lines(writes))
                    .expected("no writes, or your consent that they stay behind.")
                    .remedy(
                            "Repeat with -Dcountersign.giveUpWrites=true: they are written to a file before, and can be read in slot %s"
                                    + " until it is filled again.",
                            pair.live().name())
                    .build();
        }
        return writes;
    }

    private List<TableWrites> writes(ContentWatch watch, List<TableContent> then, String slot) {
        progress.info("Adding up what the database of slot " + slot + " holds");
        return TableWrites.between(then, watch.read());
    }

    private static String lines(List<TableWrites> writes) {
        return writes.stream().limit(SHOWN).map(TableWrites::line).collect(Collectors.joining("; "))
                + (writes.size() > SHOWN ? "; and " + (writes.size() - SHOWN) + " more tables" : "") + ".";
    }
}
