package io.countersign.command;

import io.countersign.ledger.ArchivedReceipts;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Stage;
import io.countersign.signature.Evidence;
import io.countersign.signature.EvidenceFile;
import io.countersign.signature.SigningKey;
import io.countersign.signature.Statement;
import io.countersign.signature.StatementSigner;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a stage's operators say of what they did with a release: in its evidence, signed where the stage asks for that, and in the
 * stage's archive where it has one.
 */
record OperatorStatements(Evidence evidence, Stage stage) {

    /**
     * What is told where a statement cannot be written behind what it speaks of.
     *
     * @param what for example {@code receipt}
     */
    record Unwritten(String what, String remedy, String state) {}

    /** The statement of that name, where it need not be written any more. */
    Optional<EvidenceFile> kept(String name) {
        return evidence.file(name + ".json")
                .filter(file -> file.isSigned() || stage.deployment().receipts().isEmpty());
    }

    /** Keeps one in the archive too, from which it may be missing. */
    Path archived(EvidenceFile statement) {
        ArchivedReceipts.keep(stage, statement);
        return statement.file();
    }

    /** @throws CountersignException FILE_NOT_WRITABLE */
    Path write(String name, Statement<?> statement, Optional<SigningKey> signer, Unwritten unwritten) {
        StatementSigner statements = new StatementSigner(evidence);
        try {
            Path file = signer.isPresent() && stage.deployment().receipts().isPresent()
                    ? statements.sign(name, statement, signer.get())
                    : statements.prepare(name, statement);
            Evidence.open(evidence.folder()).file(name + ".json").ifPresent(this::archived);
            return file;
        } catch (CountersignException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found(
                            "%s",
                            "The " + unwritten.what() + " could not be written: "
                                    + e.problem().found())
                    .remedy("%s", unwritten.remedy())
                    .state("%s", unwritten.state())
                    .causedBy(e);
        }
    }
}
