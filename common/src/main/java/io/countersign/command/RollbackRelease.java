package io.countersign.command;

import io.countersign.command.OperatorStatements.Unwritten;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.Withdrawal;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.SealedRelease;
import io.countersign.signature.Evidence;
import io.countersign.signature.EvidenceFile;
import io.countersign.signature.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The release that a rollback was given. Its changelogs can be the way back; its evidence is told what was taken back of its
 * deployments, so that their receipts let nobody into the next stage any more. What was not told, or got lost, is written from the
 * ledger.
 *
 * @param sealed has been read and is intact
 * @param tool that a statement is made by
 */
record RollbackRelease(SealedRelease sealed, Evidence evidence, String tool) {

    static RollbackRelease open(ReleaseInput input, String tool) {
        return new RollbackRelease(input.open(), input.openEvidence(), tool);
    }

    ReleaseReference reference() {
        return ReleaseReference.of(sealed);
    }

    /**
     * The changelogs to take a deployment back by.
     *
     * @throws CountersignException RELEASE_ALTERED where this is not the release that was deployed last
     */
    ReleaseChanges deployedLast(Site site) {
        if (site.journal().history().lastDeployment().filter(this::isOf).isEmpty()) {
            throw CountersignException.problem(ProblemCode.RELEASE_ALTERED)
                    .found("%s is not the release that was deployed last to %s.", sealed.file(), site.name())
                    .remedy("Give the release that countersign:status shows, or none.")
                    .build();
        }
        return ReleaseChanges.of(sealed);
    }

    /** Whether the release was here and is no longer: there is nothing to be taken back but its receipts. */
    boolean isTakenBack(Site site) {
        LedgerHistory history = site.journal().history();
        return !history.withdrawals(sealed.digest(), tool).isEmpty()
                && history.standingDeployments().stream().noneMatch(this::isOf);
    }

    private boolean isOf(LedgerHistory.Deployed deployed) {
        return deployed.event().release().digest().equals(sealed.digest());
    }

    /** @return the files, also those that were there; none where nobody signs receipts, because none counts then */
    List<String> withdraw(Site site, Optional<SigningKey> signer) {
        if (site.stage().deployment().receipts().isEmpty()) {
            return List.of();
        }
        OperatorStatements statements = new OperatorStatements(evidence, site.stage());
        List<String> files = new ArrayList<>();
        for (Withdrawal withdrawal : site.journal().history().withdrawals(sealed.digest(), tool)) {
            String name = "withdrawal-" + withdrawal.stage() + "-" + withdrawal.target() + "-" + withdrawal.operation();
            Optional<EvidenceFile> kept = statements.kept(name);
            files.add((kept.isPresent()
                            ? statements.archived(kept.get(), unwritten(site))
                            : statements.write(name, reference().statement(withdrawal), signer, unwritten(site)))
                    .toString());
        }
        return files;
    }

    private Unwritten unwritten(Site site) {
        return new Unwritten(
                "withdrawal of the receipt",
                "Mend the cause and run countersign:rollback with this release again: it takes nothing back twice, and writes"
                        + " the withdrawal from the ledger.",
                sealed.manifest().title() + " WAS rolled back on " + site.name() + ", and that is recorded");
    }
}
