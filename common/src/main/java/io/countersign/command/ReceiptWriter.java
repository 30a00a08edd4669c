package io.countersign.command;

import io.countersign.json.Json;
import io.countersign.ledger.ArchivedReceipts;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.RolloutReceipt;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Stage;
import io.countersign.release.Digest;
import io.countersign.release.SealedRelease;
import io.countersign.signature.Evidence;
import io.countersign.signature.EvidenceFile;
import io.countersign.signature.SigningKey;
import io.countersign.signature.Statement;
import io.countersign.signature.StatementSigner;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts receipts into the evidence; one that was lost is written again from the ledger. */
final class ReceiptWriter {
    private final Evidence evidence;
    private final Stage stage;

    ReceiptWriter(Evidence evidence, Stage stage) {
        this.evidence = evidence;
        this.stage = stage;
    }

    /** Whether writing it would sign something. */
    boolean signs(Receipt receipt) {
        return stage.deployment().receipts().isPresent() && kept(receipt).isEmpty();
    }

    private Optional<EvidenceFile> kept(Receipt receipt) {
        return evidence.file(name(receipt) + ".json")
                .filter(file -> file.isSigned() || stage.deployment().receipts().isEmpty());
    }

    private static String name(Receipt receipt) {
        return "deployment-" + receipt.stage() + "-" + receipt.target() + "-" + receipt.operation();
    }

    /** @param key asked for only where there is something to sign */
    Path write(SealedRelease release, Receipt receipt, Supplier<Optional<SigningKey>> key) {
        String name = name(receipt);
        Optional<EvidenceFile> present = kept(receipt);
        if (present.isPresent()) {
            ArchivedReceipts.keep(stage, present.get());
            return present.get().file();
        }
        return write(name, receipt.about(ReleaseReference.of(release)), key, receipt.stage() + "/" + receipt.target());
    }

    /** The summary of many receipts; the same targets and receipts make the same one. */
    Path write(SealedRelease release, RolloutReceipt summary, Supplier<Optional<SigningKey>> key) {
        Statement<RolloutReceipt> statement = Statement.about(
                summary.application() + "-" + summary.version() + "-release.zip", release.digest(), summary);
        String name = "rollout-" + summary.stage() + "-"
                + Digest.of(Json.compact(statement)).abbreviated();
        Optional<EvidenceFile> present = evidence.file(name + ".json");
        return present.isPresent()
                ? present.get().file()
                : write(name, statement, key, "Every target of " + summary.stage());
    }

    private Path write(String name, Statement<?> statement, Supplier<Optional<SigningKey>> key, String what) {
        StatementSigner statements = new StatementSigner(evidence);
        Optional<SigningKey> signer = key.get();
        try {
            Path file = signer.isPresent() && stage.deployment().receipts().isPresent()
                    ? statements.sign(name, statement, signer.get())
                    : statements.prepare(name, statement);
            Evidence.open(evidence.folder())
                    .file(name + ".json")
                    .ifPresent(written -> ArchivedReceipts.keep(stage, written));
            return file;
        } catch (CountersignException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found(
                            "%s",
                            "The receipt could not be written: " + e.problem().found())
                    .remedy("Mend the cause and run countersign:deploy again: it writes the receipt from the ledger.")
                    .state("%s", what + " IS deployed and recorded; only the receipt is missing.")
                    .causedBy(e);
        }
    }
}
