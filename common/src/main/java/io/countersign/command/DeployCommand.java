package io.countersign.command;

import io.countersign.deploy.Deployment;
import io.countersign.deploy.DeploymentOutcome;
import io.countersign.deploy.Recovery;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.gate.ClearedRelease;
import io.countersign.gate.Gate;
import io.countersign.gate.GateFacts;
import io.countersign.gate.checks.StandardChecks;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.report.Report;
import io.countersign.signature.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Moves a release into a stage: gate, backup, changes, application, receipt. Repeating it is safe.
 *
 * @param key signs the receipt, where the stage asks for that
 * @param patienceSeconds how long to wait for the lock of the target
 */
public record DeployCommand(ReleaseInput release, StageInput stage, KeyInput key, int patienceSeconds)
        implements Command<DeployCommand.Result> {

    /**
     * What came of it.
     *
     * @param receiptFile where the receipt lies
     * @param repeated whether the release was there already and nothing was done
     * @param recovered what an interrupted operation before had left, where there was one
     */
    public record Result(
            ReleaseReference release, Receipt receipt, String receiptFile, boolean repeated, Optional<String> recovered)
            implements CommandResult {
        @Override
        public Report report() {
            Report.Builder report = Report.titled(
                    release.title() + (repeated ? " is deployed to " : " was deployed to ") + receipt.stage() + "/"
                            + receipt.target() + (repeated ? " already; nothing was done" : ""));
            recovered.ifPresent(what -> report.fact("Recovered", what));
            return report.fact("Operation", receipt.operation())
                    .fact(
                            "Database",
                            receipt.product() + ", version " + receipt.to().value())
                    .fact(
                            "Schema",
                            receipt.before().digest().abbreviated() + " → "
                                    + receipt.after().digest().abbreviated())
                    .fact("Changesets", receipt.changesets().size() + " in " + receipt.millis() + " ms")
                    .fact(
                            "Approved by",
                            receipt.approvers().isEmpty()
                                    ? "nobody had to"
                                    : String.join(
                                            ", ",
                                            receipt.approvers().stream()
                                                    .map(one -> one.userId() + " (" + one.role() + ")")
                                                    .toList()))
                    .fact(
                            "Ledger",
                            "record " + receipt.ledger().seq() + ", "
                                    + receipt.ledger().hash().abbreviated())
                    .fact("Receipt", receiptFile)
                    .table(
                            List.of("Lifted check", "Reason"),
                            receipt.lifted().stream()
                                    .map(check -> List.of(
                                            Report.Cell.caution(check.check()), Report.Cell.plain(check.reason())))
                                    .toList())
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        GateQuestion question = GateQuestion.of(context, release, stage);
        Optional<SigningKey> signer = key.open(context);
        try (TargetSession session = TargetSession.open(context, question.stage(), question.target())) {
            Site site = session.lock(
                    "deploy " + question.release().release().manifest().title(), Duration.ofSeconds(patienceSeconds));
            Optional<String> recovered = recover(context, question, site);
            Optional<Receipt> present = alreadyDeployed(question, site);
            DeploymentOutcome outcome = present.isPresent()
                    ? new DeploymentOutcome(present.get(), true)
                    : deploy(context, question, session, site, signer);
            ReceiptWriter receipts = new ReceiptWriter(question.release().evidence(), question.stage());
            return new Result(
                    ReleaseReference.of(question.release().release()),
                    outcome.receipt(),
                    receipts.write(question.release().release(), outcome.receipt(), signer)
                            .toString(),
                    outcome.repeated(),
                    recovered);
        }
    }

    /** What an interrupted operation left is set right first, whatever release it was about. */
    private static Optional<String> recover(CommandContext context, GateQuestion question, Site site) {
        if (!Recovery.isNeeded(site.journal().history())) {
            return Optional.empty();
        }
        try (ReleaseChanges changes = ReleaseChanges.of(question.release().release())) {
            Optional<String> recovered =
                    new Recovery(site, question.runner(), context.clock(), context.progress()).run(changes.source());
            recovered.ifPresent(context.progress()::info);
            return recovered;
        }
    }

    /** Answered from the ledger and the schema alone: no changelog is read where nothing is to be done. */
    private static Optional<Receipt> alreadyDeployed(GateQuestion question, Site site) {
        LedgerHistory history = site.journal().history();
        Optional<LedgerHistory.Deployed> last = history.lastDeployment()
                .filter(deployed -> deployed.event()
                        .release()
                        .digest()
                        .equals(question.release().release().digest()))
                .filter(deployed -> history.standing()
                        .fingerprint()
                        .equals(Optional.of(site.database().fingerprint())));
        return last.map(deployed -> Receipt.of(
                deployed.entry(),
                deployed.event(),
                site.journal()
                        .ledger()
                        .attachment(deployed.entry().record())
                        .orElseThrow()
                        .applied()));
    }

    private static DeploymentOutcome deploy(
            CommandContext context,
            GateQuestion question,
            TargetSession session,
            Site site,
            Optional<SigningKey> signer) {
        try (ReleaseChanges changes = ReleaseChanges.of(question.release().release())) {
            GateFacts facts = question.facts(session, changes, signer.map(SigningKey::person));
            ClearedRelease cleared = cleared(context, facts);
            return new Deployment(site, question.runner(), context.clock(), context.tool(), context.progress())
                    .run(cleared, changes.source(), facts.pending(), facts.inventory());
        }
    }

    /** @throws CountersignException GATE_REFUSED; the whole table is shown before */
    private static ClearedRelease cleared(CommandContext context, GateFacts facts) {
        Gate gate = new Gate(StandardChecks.all());
        context.show(gate.examine(facts).report());
        return gate.clear(facts);
    }
}
