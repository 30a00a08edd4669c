package io.countersign.deploy;

import io.countersign.database.TableContent;
import io.countersign.json.Json;
import io.countersign.ledger.Attachment;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.List;

/**
 * What the two databases held when a slot was filled; kept in the ledger beside the record of that.
 *
 * @param source the live one in the state that was copied
 * @param filled the copy behind its upgrade
 * @param upgrade the copy's schema behind that, and the changesets that ran
 */
public record SlotContents(List<TableContent> source, List<TableContent> filled, Attachment upgrade) {
    public SlotContents {
        source = List.copyOf(source);
        filled = List.copyOf(filled);
    }

    /** The text for the ledger. */
    public String document() {
        return Json.compact(this);
    }

    /** @param filled the record, in the ledger of the site */
    static SlotContents beside(Site site, LedgerHistory.Entry filled) {
        try {
            return Json.read(site.journal().ledger().document(filled.record()), SlotContents.class);
        } catch (Json.Malformed e) {
            throw CountersignException.problem(ProblemCode.RELEASE_FORMAT_UNKNOWN)
                    .found(
                            "What is recorded with record %d of %s cannot be read: %s.",
                            filled.record().seq(), site.name(), e.getMessage())
                    .remedy("Use the version of Countersign that recorded it, or a newer one.")
                    .causedBy(e);
        }
    }
}
