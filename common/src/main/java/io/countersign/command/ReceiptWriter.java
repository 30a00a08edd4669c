package io.countersign.command;

import io.countersign.command.OperatorStatements.Unwritten;
import io.countersign.json.Json;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.RolloutReceipt;
import io.countersign.promotion.Stage;
import io.countersign.release.Digest;
import io.countersign.release.SealedRelease;
import io.countersign.signature.Evidence;
import io.countersign.signature.EvidenceFile;
import io.countersign.signature.SigningKey;
import io.countersign.signature.Statement;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts receipts into the evidence; one that was lost is written again from the ledger. */
final class ReceiptWriter {
    private final OperatorStatements statements;

    ReceiptWriter(Evidence evidence, Stage stage) {
        this.statements = new OperatorStatements(evidence, stage);
    }

    /** Whether writing it would sign something. */
    boolean signs(Receipt receipt) {
        return statements.stage().deployment().receipts().isPresent()
                && statements.kept(name(receipt)).isEmpty();
    }

    private static String name(Receipt receipt) {
        return "deployment-" + receipt.stage() + "-" + receipt.target() + "-" + receipt.operation();
    }

    /** @param key asked for only where there is something to sign */
    Path write(SealedRelease release, Receipt receipt, Supplier<Optional<SigningKey>> key) {
        Optional<EvidenceFile> kept = statements.kept(name(receipt));
        Unwritten unwritten = unwritten(receipt.stage() + "/" + receipt.target());
        return kept.isPresent()
                ? statements.archived(kept.get(), unwritten)
                : statements.write(
                        name(receipt), ReleaseReference.of(release).statement(receipt), key.get(), unwritten);
    }

    /** The summary of many receipts; the same targets and receipts make the same one. */
    Path write(SealedRelease release, RolloutReceipt summary, Supplier<Optional<SigningKey>> key) {
        Statement<RolloutReceipt> statement = ReleaseReference.of(release).statement(summary);
        String name = "rollout-" + summary.stage() + "-"
                + Digest.of(Json.compact(statement)).abbreviated();
        Optional<EvidenceFile> present = statements.evidence().file(name + ".json");
        return present.isPresent()
                ? present.get().file()
                : statements.write(name, statement, key.get(), unwritten("Every target of " + summary.stage()));
    }

    private static Unwritten unwritten(String where) {
        return new Unwritten(
                "receipt",
                "Mend the cause and run countersign:deploy again: it writes the receipt from the ledger.",
                where + " IS deployed and recorded");
    }
}
