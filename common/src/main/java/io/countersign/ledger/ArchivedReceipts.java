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

/** The receipts that a stage's operators keep outside its targets: what a target's ledger must still hold. */
public final class ArchivedReceipts {
    private ArchivedReceipts() {}

    /** Those of one target with a good signature; none where the stage keeps no archive. */
    public static List<Receipt> of(Stage stage, Target target, Instant now) {
        return stage.deployment()
                .archive()
                .map(archive -> {
                    Keyring signers = OpenPgp.keyring(archive.keyFiles());
                    return Evidence.open(archive.directory()).files().stream()
                            .filter(file -> file.wasSignedBy(signers, now))
                            .flatMap(file -> Statements.read(file, Receipt.class).stream())
                            .map(statement -> statement.predicate())
                            .filter(receipt -> receipt.stage().equals(stage.name())
                                    && receipt.target().equals(target.name()))
                            .toList();
                })
                .orElse(List.of());
    }

    /** Keeps a receipt of the stage, where it has an archive. */
    public static void keep(Stage stage, EvidenceFile receipt) {
        stage.deployment().archive().ifPresent(archive -> receipt.copyInto(Evidence.open(archive.directory())));
    }
}
