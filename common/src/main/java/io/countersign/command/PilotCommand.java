package io.countersign.command;

import io.countersign.database.configuration.TableChanges;
import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.Freeze;
import io.countersign.deploy.OperationId;
import io.countersign.deploy.Recovery;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.environment.CloneReceipt;
import io.countersign.environment.EnvironmentClone;
import io.countersign.environment.Pilot;
import io.countersign.environment.PilotConfiguration;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.promotion.MaskingRules;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.SigningKey;
import io.countersign.signature.StagePolicy;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes a stage a pilot: a copy of production's records, upgraded by a release, for its users to configure and to try; or
 * brings the pilot's records up to date, through the same upgrade, while the configuration made in it stays.
 *
 * @param stage the pilot
 * @param from the stage to copy from; {@code fromTarget} where it has several targets
 * @param configuration the file {@code countersign.yml}, which names the configuration tables where the release does not
 * @param leaveBehind consent that what was changed in production's configuration meanwhile is not in the pilot
 */
public record PilotCommand(
        StageInput stage,
        String from,
        Optional<String> fromTarget,
        ReleaseInput release,
        KeyInput key,
        File configuration,
        Kind kind,
        boolean leaveBehind,
        int patienceSeconds)
        implements Command<PilotCommand.Result> {

    /** Which of the two. */
    public enum Kind {
        CREATE,
        REFRESH
    }

    /**
     * What the pilot is now.
     *
     * @param carried what of the configuration made in the pilot differs from production's
     * @param leftBehind what was changed in production's configuration since the last copy, and is not in the pilot
     * @param receiptFile the receipt of the upgrade
     */
    public record Result(
            ReleaseReference release,
            CloneReceipt copy,
            Receipt deployment,
            List<TableChanges> carried,
            List<TableChanges> leftBehind,
            String receiptFile)
            implements CommandResult {
        private static final int SHOWN = 200;

        public Result {
            carried = List.copyOf(carried);
            leftBehind = List.copyOf(leftBehind);
        }

        @Override
        public Report report() {
            return Report.titled(copy.target() + " is a pilot of " + copy.source() + " with " + release.title())
                    .fact("Records", copy.rows() + " rows as of " + copy.snapshotAt())
                    .fact("Upgrade", deployment.changesets().size() + " changesets in " + deployment.millis() + " ms")
                    .fact("Version", deployment.to())
                    .fact("Configuration", carried.isEmpty() ? "as in the source" : "the pilot's own, see below")
                    .fact(
                            "Left behind",
                            leftBehind.isEmpty()
                                    ? Cell.plain("nothing")
                                    : Cell.caution("changes of the source, see below"))
                    .fact("Receipt", receiptFile)
                    .listing("Kept in the pilot", TableChanges.lines(carried, SHOWN))
                    .listing("Changed in the source meanwhile, and left behind", TableChanges.lines(leftBehind, SHOWN))
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        GateQuestion question = GateQuestion.of(context, release, stage);
        CloneInput input = new CloneInput(
                stage.stages(),
                from,
                fromTarget,
                stage.stage(),
                Optional.of(question.target().name()));
        CloneInput.End production = input.downward(context, question.path()).source();
        SealedRelease sealed = question.release().release();
        try (TargetSession source = TargetSession.open(context, production.stage(), production.target());
                TargetSession session = TargetSession.open(context, question.stage(), question.target());
                ReleaseChanges changes = ReleaseChanges.of(sealed)) {
            Site site = session.lock("pilot of " + production.name(), Duration.ofSeconds(patienceSeconds));
            Cloning.requireSettled(site);
            Optional<SigningKey> signer = key.open(context);
            new OperatorGate(question.path(), question.stage(), question.keyrings()).require(context, site, signer);
            if (kind == Kind.CREATE) {
                CloneCommand.requireEmpty(site);
            }
            return new Freeze(site, context.progress())
                    .during(
                            OperationId.next(context.clock()),
                            () -> upgraded(context, question, source, production.name(), site, changes, signer));
        }
    }

    /** What users have configured is read when none of them can go on with it. */
    private Result upgraded(
            CommandContext context,
            GateQuestion question,
            TargetSession source,
            String production,
            Site site,
            ReleaseChanges changes,
            Optional<SigningKey> signer) {
        SealedRelease sealed = question.release().release();
        Pilot pilot = new Pilot(
                site,
                new Pilot.Candidate(question.path(), question.release(), changes, signer.map(SigningKey::person)),
                configuration(context, site, production, sealed),
                leaveBehind,
                new Pilot.Tools(
                        new LiquibaseChangeRunner(),
                        context.clock(),
                        context.tool(),
                        context.progress(),
                        gate -> context.show(gate.report())));
        CloneReceipt copied = clone(context, question, source, site, pilot);
        Receipt receipt = goLive(context, site, changes);
        return new Result(
                ReleaseReference.of(sealed),
                copied,
                receipt,
                pilot.carried(),
                pilot.leftBehind(),
                new ReceiptWriter(release.openEvidence(), question.stage())
                        .write(sealed, receipt, () -> signer)
                        .toString());
    }

    private PilotConfiguration configuration(
            CommandContext context, Site site, String production, SealedRelease sealed) {
        List<String> tables = ConfiguredTables.of(sealed, configuration);
        DatabaseVersion version = sealed.manifest().resulting();
        return kind == Kind.REFRESH
                ? PilotConfiguration.kept(site, production, tables, version, context.progress())
                : PilotConfiguration.fresh(production, tables);
    }

    private static CloneReceipt clone(
            CommandContext context, GateQuestion question, TargetSession source, Site site, Pilot pilot) {
        return new EnvironmentClone(
                        source.database(),
                        source.ledger(),
                        site,
                        context.clock(),
                        context.progress(),
                        site.stage()
                                .copies()
                                .masking()
                                .flatMap(MaskingRules::key)
                                .map(place -> Cloning.maskingKey(context, place)),
                        pilot)
                .run(LedgerEvent.PolicyPinned.of(
                        StagePolicy.of(question.path(), question.stage(), question.keyrings()), List.of()));
    }

    /** The copy is the target now, and knows by its ledger that its application is still to go live. */
    private static Receipt goLive(CommandContext context, Site site, ReleaseChanges changes) {
        site.journal().reread();
        new Recovery(site, new LiquibaseChangeRunner(), context.clock(), context.progress()).run(Optional.of(changes));
        return site.journal()
                .receipt(site.journal().history().lastDeployment().orElseThrow().entry());
    }
}
