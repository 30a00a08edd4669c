package io.countersign.ledger;

import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.signature.Evidence;
import io.countersign.signature.EvidenceFile;
import io.countersign.signature.Keyring;
import io.countersign.signature.Statements;
import io.countersign.signature.openpgp.OpenPgp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The receipts, and withdrawals of them, that a stage's operators keep outside its targets: what a target's ledger must still hold. */
public final class ArchivedReceipts {
    private ArchivedReceipts() {}

    /** Those of one target with a good signature; none where the stage keeps no archive. */
    public static List<Witness> of(Stage stage, Target target, Instant now) {
        return stage.deployment()
                .archive()
                .map(archive -> {
                    Keyring signers = OpenPgp.keyring(archive.keyFiles());
                    return Evidence.open(archive.directory()).files().stream()
                            .filter(file -> file.wasSignedBy(signers, now))
                            .flatMap(file -> witness(file).stream())
                            .filter(witness -> witness.stage().equals(stage.name())
                                    && witness.target().equals(target.name()))
                            .toList();
                })
                .orElse(List.of());
    }

    private static Optional<Witness> witness(EvidenceFile file) {
        return Statements.read(file, Receipt.class)
                .map(statement -> Witness.of(statement.predicate()))
                .or(() -> Statements.read(file, Withdrawal.class).map(statement -> Witness.of(statement.predicate())));
    }

    /**
     * Keeps a receipt, or a withdrawal of one, where the stage has an archive. One that was lost and signed again is kept already:
     * the archive is asked for what was said, not for how often.
     */
    public static void keep(Stage stage, EvidenceFile statement) {
        stage.deployment().archive().ifPresent(archive -> {
            Evidence kept = Evidence.open(archive.directory());
            Keyring signers = OpenPgp.keyring(archive.keyFiles());
            boolean there = kept.file(statement.name())
                    .filter(file -> file.digest().equals(statement.digest()))
                    .filter(file -> file.wasSignedBy(signers, Instant.now()))
                    .isPresent();
            if (!there) {
                statement.copyInto(kept);
            }
        });
    }
}
