package io.countersign.environment;

import io.countersign.database.Fingerprint;
import io.countersign.environment.Neutraliser.Neutralised;
import io.countersign.environment.masking.Masking.MaskedColumn;
import io.countersign.ledger.ReleaseReference;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * What a clone was made of, and the proof that it is equal to its source.
 *
 * @param source for example {@code PRD/main}
 * @param sourceProduct what the source runs on
 * @param target what was replaced
 * @param snapshotAt an ISO 8601 instant in UTC: the state that was copied
 * @param release what the source was at; empty where its ledger tells none
 * @param fingerprint of the copy's schema, equal to the source's
 * @param tables sorted by name
 * @param content SHA-256 over all tables
 * @param masked every column in which other values were put, and by which rule
 * @param neutralised what was run on the copy before it was opened
 * @param leftOut what the source has and the copy has not, a phrase each
 * @param steps in order
 */
public record CloneReceipt(
        String operation,
        String source,
        String sourceProduct,
        String target,
        String targetProduct,
        String snapshotAt,
        Optional<ReleaseReference> release,
        Optional<DatabaseVersion> version,
        Fingerprint fingerprint,
        List<TableReceipt> tables,
        long rows,
        long bytes,
        Digest content,
        List<MaskedColumn> masked,
        List<Neutralised> neutralised,
        List<String> leftOut,
        List<CloneStep> steps) {
    public CloneReceipt {
        tables = List.copyOf(tables);
        masked = List.copyOf(masked);
        neutralised = List.copyOf(neutralised);
        leftOut = List.copyOf(leftOut);
        steps = List.copyOf(steps);
    }

    /** Over {@code name NUL rows NUL digest LF} of every table, in order, in UTF-8. */
    static Digest content(List<TableReceipt> tables) {
        MessageDigest digest = Digest.begin();
        for (TableReceipt table : tables) {
            digest.update(
                    (table.table() + '\0' + table.rows() + '\0' + table.digest().orElse("") + '\n')
                            .getBytes(StandardCharsets.UTF_8));
        }
        return Digest.finish(digest);
    }

    /** From the first step's beginning to the last one's end. */
    public long millis() {
        return steps.stream().mapToLong(CloneStep::millis).sum();
    }
}
