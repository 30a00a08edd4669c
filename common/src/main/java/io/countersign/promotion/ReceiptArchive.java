package io.countersign.promotion;

import java.nio.file.Path;
import java.util.List;

/**
 * A folder of the operators in which the receipts of every deployment to a stage are kept, whichever release they are of.
 * Being outside the targets, it remembers what their ledgers must still hold.
 *
 * @param directory absolute
 * @param keyFiles the public keys of the role that signs the stage's receipts
 */
public record ReceiptArchive(Path directory, List<Path> keyFiles) {
    public ReceiptArchive {
        keyFiles = List.copyOf(keyFiles);
    }
}
