package io.countersign.command;

import io.countersign.database.ChangeRunner;
import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.ConfigurationSource;
import io.countersign.deploy.Deployment;
import io.countersign.deploy.DeploymentOutcome;
import io.countersign.deploy.Recovery;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.gate.ClearedRelease;
import io.countersign.gate.Gate;
import io.countersign.gate.GateFacts;
import io.countersign.gate.GateReport;
import io.countersign.gate.checks.StandardChecks;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.release.SealedRelease;
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
                            "Interruption",
                            receipt.interruption().map(String::valueOf).orElse("none: nobody was kept out"))
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

        @Override
        public Report page() {
            return new DeploymentPage(release, receipt).under(report());
        }
    }

    /**
     * What takes a while and needs nobody else's answer, done while the database is waited for.
     *
     * @param runner has read the changelogs; in vain where nothing is to be done, but that costs no time
     * @param question to the gate, begun where it is asked
     * @param signer of the receipt, begun where one is written
     */
    private record Preparations(
            Ahead<ChangeRunner> runner, Ahead<GateQuestion> question, Ahead<Optional<SigningKey>> signer) {

        void begin() {
            question.begin();
            signer.begin();
        }

        GateFacts facts(TargetSession session, ChangeRunner.Pending pending) {
            return question.get().facts(session, pending, signer.get().map(SigningKey::person));
        }

        /** A database that connecting creates is made for a release and a key that can be used, not before. */
        TargetSession create(CommandContext context) {
            GateQuestion asked = question.get();
            signer.get();
            return TargetSession.open(context, asked.stage(), asked.target());
        }
    }

    @Override
    public Result execute(CommandContext context) {
        return execute(context, ConfigurationSource.RELEASE);
    }

    /** @param configuration which configuration data the target is to have */
    Result execute(CommandContext context, ConfigurationSource configuration) {
        Ahead<SealedRelease> opening = release.opening();
        Ahead<ChangeRunner> preparing = Ahead.of("preparing", () -> runner(opening.get()));
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        Target target = stage.target(where);
        Optional<TargetSession> found = connect(context, where, target, opening);
        SealedRelease sealed = opening.get();
        Preparations preparations = new Preparations(
                preparing,
                Ahead.later("judging", () -> GateQuestion.of(context, path, where, target, sealed, release)),
                Ahead.later("signing", () -> key.open(context)));
        try (TargetSession session = found.orElseGet(() -> preparations.create(context))) {
            Site site = session.lockAsLeft("deploy " + sealed.manifest().title(), Duration.ofSeconds(patienceSeconds));
            Optional<String> recovered = recover(context, sealed, site);
            try {
                Optional<Receipt> present = alreadyDeployed(sealed, site);
                ReceiptWriter receipts = new ReceiptWriter(release.openEvidence(), where);
                if (present.filter(receipts::signs).isPresent()) {
                    requireEntitled(context, sealed, preparations, session, site);
                }
                DeploymentOutcome outcome = present.isPresent()
                        ? new DeploymentOutcome(present.get(), true)
                        : deploy(context, sealed, preparations, session, site, configuration);
                return new Result(
                        ReleaseReference.of(sealed),
                        outcome.receipt(),
                        receipts.write(sealed, outcome.receipt(), preparations.signer()::get)
                                .toString(),
                        outcome.repeated(),
                        recovered);
            } catch (CountersignException e) {
                throw recovered.map(e::behind).orElse(e);
            }
        }
    }

    private static ChangeRunner runner(SealedRelease release) {
        return release.manifest()
                .changelog()
                .map(LiquibaseChangeRunner::prepared)
                .orElseGet(LiquibaseChangeRunner::new);
    }

    /** What is wrong with the release is told first, also where the database cannot be reached. */
    private static Optional<TargetSession> connect(
            CommandContext context, Stage stage, Target target, Ahead<SealedRelease> opening) {
        Optional<TargetSession> found = opening.meanwhile(() -> TargetSession.find(context, stage, target));
        try {
            opening.get();
        } catch (CountersignException e) {
            found.ifPresent(TargetSession::close);
            throw e;
        }
        return found;
    }

    /** What an interrupted operation left is set right first, whatever release it was about. */
    private static Optional<String> recover(CommandContext context, SealedRelease sealed, Site site) {
        if (!Recovery.isNeeded(site.journal().history())) {
            return Optional.empty();
        }
        try (ReleaseChanges changes = ReleaseChanges.of(sealed)) {
            Optional<String> recovered = new Recovery(
                            site, new LiquibaseChangeRunner(), context.clock(), context.progress())
                    .run(Optional.of(changes));
            recovered.ifPresent(context.progress()::info);
            return recovered;
        }
    }

    /**
     * Answered from the ledger and the schema alone, because nothing is let in: no changelog is read and no signature judged
     * where nothing is to be done.
     */
    private static Optional<Receipt> alreadyDeployed(SealedRelease sealed, Site site) {
        LedgerHistory history = site.journal().history();
        Optional<LedgerHistory.Deployed> last = history.lastDeployment()
                .filter(deployed -> deployed.event().release().digest().equals(sealed.digest()))
                .filter(deployed -> history.standing()
                        .fingerprint()
                        .equals(Optional.of(site.database().fingerprint())));
        return last.map(deployed -> site.journal().receipt(deployed.entry()));
    }

    /**
     * The ledger is in the hands of whoever may write to the database; a receipt, which opens the next stage, is not to be had by
     * that alone.
     */
    private static void requireEntitled(
            CommandContext context, SealedRelease sealed, Preparations preparations, TargetSession session, Site site) {
        try (ReleaseChanges changes = ReleaseChanges.of(sealed)) {
            ChangeRunner.Pending pending = changes.pending(preparations.runner().get(), site.database());
            if (!pending.pending().isEmpty()) {
                throw CountersignException.problem(ProblemCode.LEDGER_BROKEN)
                        .found(
                                "The ledger of %s says that %s was deployed, but %d of its changesets are not applied.",
                                site.name(),
                                sealed.manifest().title(),
                                pending.pending().size())
                        .expected("all of them in DATABASECHANGELOG.")
                        .remedy("Find out who wrote to the ledger, or to DATABASECHANGELOG.")
                        .build();
            }
            GateFacts facts = preparations.facts(session, pending);
            GateReport report = new Gate(StandardChecks.forReceipt()).examine(facts);
            report.refusal().ifPresent(problem -> {
                context.show(report.report());
                throw CountersignException.of(problem);
            });
        }
    }

    /** The changelogs are read while keys and signatures are: both take a while, and neither needs the other. */
    private static DeploymentOutcome deploy(
            CommandContext context,
            SealedRelease sealed,
            Preparations preparations,
            TargetSession session,
            Site site,
            ConfigurationSource configuration) {
        preparations.begin();
        ChangeRunner runner = preparations.runner().get();
        try (ReleaseChanges changes = ReleaseChanges.of(sealed)) {
            ChangeRunner.Pending pending = changes.pending(runner, site.database());
            GateFacts facts = preparations.facts(session, pending);
            ClearedRelease cleared = cleared(context, facts);
            return new Deployment(site, runner, context.clock(), context.tool(), context.progress(), configuration)
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
