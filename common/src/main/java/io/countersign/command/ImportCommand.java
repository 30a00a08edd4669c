package io.countersign.command;

import io.countersign.database.configuration.ConfigurationFiles;
import io.countersign.database.configuration.ConfigurationImport;
import io.countersign.database.configuration.TableChanges;
import io.countersign.deploy.ConfigurationChange;
import io.countersign.deploy.OperationId;
import io.countersign.deploy.Site;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.Keyrings;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes the configuration data of a target that of files or of the release that is deployed there, or takes the last such
 * change back. Only between equal versions; other tables are not touched.
 *
 * @param data a folder that {@code countersign:export} wrote
 * @param release the release that is deployed; either of the two, and none to take a change back
 * @param undo take the last change back
 * @param preview tell the differences, and change nothing
 */
public record ImportCommand(
        StageInput stage,
        Optional<File> data,
        Optional<ReleaseInput> release,
        KeyInput key,
        boolean undo,
        boolean preview,
        int patienceSeconds)
        implements Command<ImportCommand.Result> {

    /** @param applied false where only the differences were asked for */
    public record Result(String target, String source, boolean applied, List<TableChanges> changes)
            implements CommandResult {
        private static final int SHOWN = 200;

        public Result {
            changes = List.copyOf(changes);
        }

        @Override
        public Report report() {
            String title = changes.isEmpty()
                    ? "The configuration data of " + target + " is that of " + source
                    : "Configuration data of " + target + (applied ? " was changed: " : " would change: ") + source;
            List<String> lines =
                    changes.stream().flatMap(table -> table.lines().stream()).toList();
            return Report.titled(title)
                    .table(
                            List.of("Table", "Added", "Changed", "Removed"),
                            changes.stream()
                                    .map(table -> List.of(
                                            Cell.plain(table.table()),
                                            Cell.plain(table.inserts()),
                                            Cell.plain(table.updates()),
                                            Cell.plain(table.deletes())))
                                    .toList())
                    .listing(
                            lines.size() > SHOWN ? "The first " + SHOWN + " of " + lines.size() + " rows" : "Rows",
                            lines.stream().limit(SHOWN).toList())
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            Site site = session.lock("import", Duration.ofSeconds(patienceSeconds));
            Controlled.require(site);
            if (!preview) {
                new OperatorGate(path, where, Keyrings.of(path)).require(context, site, key.open(context));
            }
            ConfigurationChange change = new ConfigurationChange(site, context.progress());
            Plan plan = undo ? undoing(site, change) : importing(site, change, where);
            Result previewed = new Result(site.name(), plan.source(), false, plan.changes());
            if (preview || plan.changes().isEmpty()) {
                return previewed;
            }
            context.show(previewed.report());
            apply(context, site, change, plan);
            return new Result(site.name(), plan.source(), true, plan.changes());
        }
    }

    private record Plan(String source, DatabaseVersion version, List<TableChanges> changes, Optional<String> undoes) {}

    private static void apply(CommandContext context, Site site, ConfigurationChange change, Plan plan) {
        try {
            change.reserveNumbers(plan.changes());
            site.database().begin();
            change.apply(
                    OperationId.next(context.clock()), plan.source(), plan.version(), plan.changes(), plan.undoes());
            change.commit();
        } catch (CountersignException e) {
            throw takenBack(site, e);
        }
    }

    /** A server that cannot be asked any more has ended the transaction by itself: one way or the other, and as a whole. */
    private static CountersignException takenBack(Site site, CountersignException failure) {
        try {
            site.database().rollback();
            return failure.withState(site.name() + " is unchanged.");
        } catch (CountersignException e) {
            failure.addSuppressed(e);
            return failure.withState(
                    site.name() + " is as it was, or wholly changed; countersign:history tells which.");
        }
    }

    private Plan importing(Site site, ConfigurationChange change, Stage where) {
        DatabaseVersion at = site.journal().history().standing().version().orElseThrow();
        if (release.isPresent()) {
            SealedRelease sealed = release.get().open();
            requireDeployed(site, sealed);
            ConfigurationFiles.Content content = ConfigurationChange.of(sealed)
                    .orElseThrow(() -> missing(release.get().release() + " has no configuration data."));
            return new Plan(
                    sealed.manifest().application() + " " + sealed.manifest().version(),
                    at,
                    change.differences(content),
                    Optional.empty());
        }
        File folder = data.orElseThrow(() -> missing("Neither a folder nor a release was named."));
        if (!(where.entry().approvals() instanceof ApprovalRule.Nobody) && !preview) {
            throw CountersignException.problem(ProblemCode.GATE_REFUSED)
                    .found(
                            "%s asks for approvals (%s), and files carry none.",
                            where.name(), where.entry().approvals().text())
                    .expected("configuration data inside of an approved release.")
                    .remedy(
                            "Seal the files into a release and deploy it, or name the release deployed by -Dcountersign.release.")
                    .build();
        }
        DataFolder source = new DataFolder(folder.toPath());
        ConfigurationFiles.Content content = ConfigurationFiles.read(folder.toString(), source::read);
        if (!content.index().version().equals(at.value())) {
            throw ConfigurationImport.otherVersion(
                    site.name(), at.value(), content.index().version());
        }
        return new Plan(folder.toString(), at, change.differences(content), Optional.empty());
    }

    private static void requireDeployed(Site site, SealedRelease sealed) {
        boolean same = site.journal()
                .history()
                .standing()
                .release()
                .filter(standing -> standing.digest().equals(sealed.digest()))
                .isPresent();
        if (!same) {
            throw ConfigurationImport.otherVersion(
                    site.name(),
                    site.journal()
                            .history()
                            .standing()
                            .release()
                            .map(standing -> standing.title())
                            .orElse("no release"),
                    sealed.manifest().version() + " (sha256 " + sealed.digest().abbreviated() + ")");
        }
    }

    private static Plan undoing(Site site, ConfigurationChange change) {
        LedgerHistory.Entry entry = site.journal()
                .history()
                .undoableChange()
                .orElseThrow(() -> CountersignException.problem(ProblemCode.NOTHING_TO_ROLL_BACK)
                        .found("No change of configuration data on %s can be taken back by itself.", site.name())
                        .expected(
                                "an import that was not undone, with no deployment, rollback, restore or clone since.")
                        .remedy(
                                "Look at countersign:history; what a deployment changed, countersign:rollback takes back.")
                        .build());
        LedgerEvent.ConfigurationChanged done =
                (LedgerEvent.ConfigurationChanged) entry.record().event();
        return new Plan(
                "before " + done.operation(), done.version(), change.inverse(entry), Optional.of(done.operation()));
    }

    private static CountersignException missing(String what) {
        return CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                .found("%s", what)
                .expected("files that countersign:export wrote, or the release that is deployed.")
                .remedy("Add -Dcountersign.data=FOLDER, -Dcountersign.release=FILE, or -Dcountersign.undo=true.")
                .build();
    }
}
