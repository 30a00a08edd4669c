package io.countersign.deploy;

import io.countersign.database.Fingerprint;
import io.countersign.database.TableContent;
import io.countersign.database.TargetDatabase;
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
    private final Progress progress;

    SlotWrites(Site site, SlotPair pair, Site idle, Progress progress) {
        this.site = site;
        this.pair = pair;
        this.idle = idle;
        this.progress = progress;
    }

    /** The idle database is what the release made of the copy. */
    void requireUntouched(LedgerHistory.Entry filled) {
        LedgerEvent.Succeeded upgrade =
                ((LedgerEvent.SlotFilled) filled.record().event()).upgrade().orElseThrow();
        requireIdle(
                upgrade.after(), SlotContents.beside(site, filled).filled(), "Fill it again by countersign:ab-deploy.");
    }

    /** The idle database is what it was when it was last live. */
    void requireKept(LedgerHistory.Entry filled) {
        LedgerEvent.Succeeded upgrade =
                ((LedgerEvent.SlotFilled) filled.record().event()).upgrade().orElseThrow();
        requireIdle(
                upgrade.before(),
                SlotContents.beside(site, filled).source(),
                "Find out who wrote to it; what is live now can only be taken forwards.");
    }

    private void requireIdle(Fingerprint schema, List<TableContent> contents, String remedy) {
        List<TableWrites> writes = writes(idle.database(), contents, pair.idle().name());
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
    void requireNone(LedgerHistory.Entry filled) {
        List<TableWrites> writes = writes(
                site.database(),
                SlotContents.beside(site, filled).source(),
                pair.live().name());
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
    List<TableWrites> sinceSwitch(LedgerHistory.Entry filled, boolean giveUp) {
        List<TableWrites> writes = writes(
                site.database(),
                SlotContents.beside(site, filled).filled(),
                pair.live().name());
        if (!writes.isEmpty() && !giveUp) {
            throw CountersignException.problem(ProblemCode.CONSENT_MISSING)
                    .found(
                            "Since the switch slot %s was written to, and slot %s does not have these records: %s",
                            pair.live().name(), pair.idle().name(), lines(writes))
                    .expected("no writes, or your consent that they stay behind.")
                    .remedy(
                            "Repeat with -Dcountersign.giveUpWrites=true; they can be read in slot %s until it is filled again.",
                            pair.live().name())
                    .build();
        }
        return writes;
    }

    private List<TableWrites> writes(TargetDatabase database, List<TableContent> then, String slot) {
        progress.info("Adding up what the database of slot " + slot + " holds");
        return TableWrites.between(then, database.contents());
    }

    private static String lines(List<TableWrites> writes) {
        return writes.stream().limit(SHOWN).map(TableWrites::line).collect(Collectors.joining("; "))
                + (writes.size() > SHOWN ? "; and " + (writes.size() - SHOWN) + " more tables" : "") + ".";
    }
}
