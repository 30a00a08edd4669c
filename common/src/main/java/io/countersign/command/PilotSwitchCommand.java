package io.countersign.command;

import io.countersign.database.configuration.ConfigurationFiles;
import io.countersign.database.configuration.TableChanges;
import io.countersign.deploy.Freeze;
import io.countersign.deploy.OperationId;
import io.countersign.deploy.Site;
import io.countersign.environment.PilotConfiguration;
import io.countersign.environment.PilotSwitch;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes a configured pilot production: deploys the release that was tried in it, by production's own gate, together with the
 * configuration that was made in it.
 *
 * @param stage production
 * @param pilot the pilot's stage; {@code pilotTarget} where it has several targets
 * @param configuration the file {@code countersign.yml}, which names the configuration tables where the release does not
 * @param leaveBehind consent that what was changed in production's configuration since the pilot's last copy is replaced
 */
public record PilotSwitchCommand(
        StageInput stage,
        String pilot,
        Optional<String> pilotTarget,
        ReleaseInput release,
        KeyInput key,
        File configuration,
        boolean leaveBehind,
        int patienceSeconds)
        implements Command<PilotSwitchCommand.Result> {

    /**
     * What production is now.
     *
     * @param carried what the pilot's configuration changed there; empty where the release was there already
     * @param leftBehind what was changed there since the pilot's last copy, and was replaced
     */
    public record Result(
            String pilot, DeployCommand.Result deployment, List<TableChanges> carried, List<TableChanges> leftBehind)
            implements CommandResult {
        private static final int SHOWN = 200;

        public Result {
            carried = List.copyOf(carried);
            leftBehind = List.copyOf(leftBehind);
        }

        @Override
        public Report report() {
            return Report.titled("The pilot " + pilot + " is production")
                    .include(deployment.report())
                    .fact(
                            "Left behind",
                            leftBehind.isEmpty()
                                    ? Cell.plain("nothing")
                                    : Cell.caution("changes of production's configuration, see below"))
                    .listing("From the pilot", TableChanges.lines(carried, SHOWN))
                    .listing("Changed in production meanwhile, and replaced", TableChanges.lines(leftBehind, SHOWN))
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage production = stage.found(context, path);
        String name = production.name() + "/" + stage.target(production).name();
        StageInput input = new StageInput(stage.stages(), pilot, pilotTarget);
        Stage tried = input.found(context, path);
        Target target = input.target(tried, "countersign.pilotTarget");
        SealedRelease sealed = release.open();
        try (TargetSession session = TargetSession.open(context, tried, target)) {
            Site site = session.lock("switch to " + name, Duration.ofSeconds(patienceSeconds));
            Cloning.requireSettled(site);
            return new Freeze(site, context.progress())
                    .during(OperationId.next(context.clock()), () -> switched(context, site, name, sealed));
        }
    }

    /** What the pilot's users have configured is read when none of them can go on with it. */
    private Result switched(CommandContext context, Site site, String production, SealedRelease sealed) {
        PilotConfiguration known = PilotConfiguration.kept(
                site,
                production,
                ConfiguredTables.of(sealed, configuration),
                sealed.manifest().resulting(),
                context.progress());
        requireSame(site, sealed);
        ConfigurationFiles.Content made = known.own().orElseThrow();
        PilotSwitch switching = new PilotSwitch(site.name(), made, known, leaveBehind);
        DeployCommand.Result deployed =
                new DeployCommand(release, stage, key, patienceSeconds).execute(context, switching);
        return new Result(site.name(), deployed, switching.carried(), switching.leftBehind());
    }

    /** What users have tried is what production gets. */
    private static void requireSame(Site pilot, SealedRelease sealed) {
        Optional<ReleaseReference> there = pilot.journal().history().standing().release();
        if (there.filter(standing -> standing.digest().equals(sealed.digest())).isEmpty()) {
            throw CountersignException.problem(ProblemCode.PILOT_MISSING)
                    .found(
                            "%s is a pilot of %s.",
                            pilot.name(),
                            there.map(standing -> standing.title() + " (sha256 "
                                            + standing.digest().abbreviated() + ")")
                                    .orElse("no release"))
                    .expected(
                            "%s (sha256 %s).",
                            ReleaseReference.of(sealed).title(), sealed.digest().abbreviated())
                    .remedy("Name the release that was tried, or try this one by countersign:pilot-refresh first.")
                    .build();
        }
    }
}
