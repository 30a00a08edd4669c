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
     * @param done what was done, for example {@code QAT/main IS deployed and recorded}
     */
    record Unwritten(String what, String remedy, String done) {
        private CountersignException problem(CountersignException cause, String found, String lacking) {
            return CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found(
                            "%s",
                            "The " + what + " " + found + ": " + cause.problem().found())
                    .remedy("%s", remedy)
                    .state("%s", done + "; only " + lacking + ".")
                    .causedBy(cause);
        }
    }

    /** The statement of that name, where it need not be written any more. */
    Optional<EvidenceFile> kept(String name) {
        return evidence.file(name + ".json")
                .filter(file -> file.isSigned() || stage.deployment().receipts().isEmpty());
    }

    /** Keeps one in the archive too, from which it may be missing. */
    Path archived(EvidenceFile statement, Unwritten unwritten) {
        try {
            ArchivedReceipts.keep(stage, statement);
        } catch (CountersignException e) {
            throw unwritten.problem(
                    e, "could not be put into the stage's archive", "its archive lacks the " + unwritten.what());
        }
        return statement.file();
    }

    /** @throws CountersignException FILE_NOT_WRITABLE */
    Path write(String name, Statement<?> statement, Optional<SigningKey> signer, Unwritten unwritten) {
        Path file = written(name, statement, signer, unwritten);
        Evidence.open(evidence.folder()).file(name + ".json").ifPresent(kept -> archived(kept, unwritten));
        return file;
    }

    private Path written(String name, Statement<?> statement, Optional<SigningKey> signer, Unwritten unwritten) {
        StatementSigner statements = new StatementSigner(evidence);
        try {
            return signer.isPresent() && stage.deployment().receipts().isPresent()
                    ? statements.sign(name, statement, signer.get())
                    : statements.prepare(name, statement);
        } catch (CountersignException e) {
            throw unwritten.problem(e, "could not be written", "the " + unwritten.what() + " is missing");
        }
    }
}
