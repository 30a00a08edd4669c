package io.countersign.plan;

import io.countersign.database.ChangeRunner.Preview;
import io.countersign.ledger.ReleaseReference;
import io.countersign.release.DatabaseVersion;
import io.countersign.report.Counted;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment of one release to one target would do.
 *
 * @param configuration what the release's configuration data would change
 * @param transactions {@code one} where everything commits together; otherwise how it is divided, for people
 * @param expected how long a deployment took where it was tried last, and where; empty where it was not
 * @param first what a deployment does before anything else, where an earlier operation did not end
 */
public record DeploymentPlan(
        ReleaseReference release,
        String stage,
        String target,
        String product,
        Optional<DatabaseVersion> from,
        DatabaseVersion to,
        List<Preview> changesets,
        int appliedBefore,
        List<String> altered,
        List<Risk> risks,
        ConfigurationPreview configuration,
        String transactions,
        String backup,
        String wayBack,
        List<String> applicationFiles,
        Optional<RunbookStep.Timing> expected,
        Optional<String> first) {
    public DeploymentPlan {
        changesets = List.copyOf(changesets);
        altered = List.copyOf(altered);
        risks = List.copyOf(risks);
        applicationFiles = List.copyOf(applicationFiles);
    }

    /** The plan for people: what matters first, the SQL last. */
    public Report report() {
        Report.Builder report = Report.titled("Plan: " + release.title() + " to " + stage + "/" + target)
                .fact("Database", product)
                .fact("Version", from.map(DatabaseVersion::value).orElse("none") + " → " + to.value())
                .fact("Changesets", changesets.size() + " to apply, " + appliedBefore + " applied before")
                .fact("Configuration data", configurationSummary())
                .fact("Transactions", transactions)
                .fact("Backup", backup)
                .fact("Way back", wayBack)
                .fact("Application", applicationFiles.isEmpty() ? "none" : Counted.of(applicationFiles.size(), "file"))
                .fact(
                        "Expected duration",
                        expected.map(RunbookStep.Timing::text).orElse("unknown: not rehearsed yet"));
        first.ifPresent(what -> report.paragraph(Cell.caution(what)));
        if (!altered.isEmpty()) {
            report.paragraph(Cell.bad("Changed since they were applied: " + String.join("; ", altered)));
        }
        report.include(risksReport());
        return report.include(changesReport()).build();
    }

    /** Rows and SQL, for whoever wants to read them all. */
    Report changesReport() {
        Report.Builder report = Report.titled("Changes").listing(configuration.title(), configuration.lines());
        for (Preview changeset : changesets) {
            report.listing(
                    changeset.id() + (changeset.transactional() ? "" : " (outside a transaction)"), changeset.sql());
        }
        return report.build();
    }

    /** What the changesets will have done to those rows by then is not known yet. */
    String configurationSummary() {
        boolean early = !changesets.isEmpty() && !configuration.tables().isEmpty();
        return configuration.summary()
                + (early ? ", compared with the rows of now; the changesets are applied before" : "");
    }

    Report risksReport() {
        return Report.titled("Risks")
                .table(
                        List.of("Risk", "Changeset", "What"),
                        risks.stream().map(DeploymentPlan::row).toList())
                .build();
    }

    private static List<Cell> row(Risk risk) {
        Cell severity = switch (risk.severity()) {
            case HIGH -> Cell.bad("high");
            case MEDIUM -> Cell.caution("medium");
            case LOW -> Cell.plain("low");
        };
        return List.of(severity, Cell.plain(risk.subject()), Cell.plain(risk.text()));
    }
}
