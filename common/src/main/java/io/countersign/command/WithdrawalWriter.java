package io.countersign.command;

import io.countersign.deploy.Site;
import io.countersign.ledger.ArchivedReceipts;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.Withdrawal;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Stage;
import io.countersign.release.SealedRelease;
import io.countersign.signature.Evidence;
import io.countersign.signature.EvidenceFile;
import io.countersign.signature.SigningKey;
import io.countersign.signature.StatementSigner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells the evidence of a release what was taken back of its deployments, so that their receipts let nobody into the next stage any
 * more. What was not told, or got lost, is written from the ledger.
 */
final class WithdrawalWriter {
    private final Evidence evidence;
    private final SealedRelease release;
    private final String tool;

    /** @param evidence of that release */
    WithdrawalWriter(Evidence evidence, SealedRelease release, String tool) {
        this.evidence = evidence;
        this.release = release;
        this.tool = tool;
    }

    /** Whether the release was here and is no longer: there is nothing to be taken back but its receipts. */
    boolean isTakenBack(Site site) {
        LedgerHistory history = site.journal().history();
        return !history.withdrawals(release.digest(), tool).isEmpty()
                && history.standingDeployments().stream()
                        .noneMatch(
                                deployed -> deployed.event().release().digest().equals(release.digest()));
    }

    /** @return the files, also those that were there; none where nobody signs receipts, because none counts then */
    List<String> write(Site site, Optional<SigningKey> signer) {
        if (site.stage().deployment().receipts().isEmpty()) {
            return List.of();
        }
        List<String> files = new ArrayList<>();
        for (Withdrawal withdrawal : site.journal().history().withdrawals(release.digest(), tool)) {
            files.add(kept(withdrawal)
                    .orElseGet(() -> written(site.stage(), withdrawal, signer.orElseThrow()))
                    .file()
                    .toString());
        }
        return files;
    }

    private Optional<EvidenceFile> kept(Withdrawal withdrawal) {
        return evidence.file(name(withdrawal) + ".json").filter(EvidenceFile::isSigned);
    }

    private static String name(Withdrawal withdrawal) {
        return "withdrawal-" + withdrawal.stage() + "-" + withdrawal.target() + "-" + withdrawal.operation();
    }

    private EvidenceFile written(Stage stage, Withdrawal withdrawal, SigningKey signer) {
        String name = name(withdrawal);
        try {
            new StatementSigner(evidence).sign(name, withdrawal.about(ReleaseReference.of(release)), signer);
            EvidenceFile file =
                    Evidence.open(evidence.folder()).file(name + ".json").orElseThrow();
            ArchivedReceipts.keep(stage, file);
            return file;
        } catch (CountersignException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found(
                            "%s",
                            "The withdrawal of the receipt could not be written: "
                                    + e.problem().found())
                    .remedy("Mend the cause and run countersign:rollback with this release again: it takes nothing back"
                            + " twice, and writes the withdrawal from the ledger.")
                    .state(
                            "%s",
                            release.manifest().title() + " WAS rolled back on " + withdrawal.stage() + "/"
                                    + withdrawal.target() + ", and that is recorded; only the withdrawal is missing.")
                    .causedBy(e);
        }
    }
}
