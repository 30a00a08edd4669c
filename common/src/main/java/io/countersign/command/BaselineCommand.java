package io.countersign.command;

import io.countersign.database.SchemaInventory;
import io.countersign.deploy.Site;
import io.countersign.ledger.Attachment;
import io.countersign.ledger.Journal;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.release.DatabaseVersion;
import io.countersign.report.Report;
import io.countersign.signature.Keyrings;
import io.countersign.signature.StagePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes an existing database under control as it is: the ledger begins with its schema and version. Nothing else changes; a
 * DATABASECHANGELOG that is there stays what it is.
 *
 * @param version what the database is at now
 * @param reason for the ledger
 */
public record BaselineCommand(StageInput stage, String version, String reason, int patienceSeconds)
        implements Command<BaselineCommand.Result> {

    /** What is recorded now. */
    public record Result(String stage, String target, String product, String version, int objects, String fingerprint)
            implements CommandResult {
        @Override
        public Report report() {
            return Report.titled(stage + "/" + target + " is under control")
                    .fact("Database", product)
                    .fact("Version", version)
                    .fact("Schema", fingerprint + " (" + objects + " objects)")
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        DatabaseVersion at = new DatabaseVersion(version);
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            Site site = session.lock("baseline", Duration.ofSeconds(patienceSeconds));
            if (!site.journal().history().isEmpty()) {
                throw CountersignException.problem(ProblemCode.ALREADY_UNDER_CONTROL)
                        .found(
                                "%s has a ledger of %d records already.",
                                site.name(), site.journal().history().head().seq())
                        .remedy(
                                "Look at countersign:history; a database is baselined once, before its first deployment.")
                        .build();
            }
            SchemaInventory inventory = session.database().inventory();
            site.journal().ledger().create();
            session.database().begin();
            record(site.journal(), StagePolicy.of(path, where, Keyrings.of(path)), at, inventory);
            session.database().commit();
            return new Result(
                    where.name(),
                    site.target().name(),
                    session.database().product(),
                    version,
                    inventory.objects().size(),
                    inventory.fingerprint().toString());
        }
    }

    private void record(Journal journal, StagePolicy policy, DatabaseVersion at, SchemaInventory inventory) {
        journal.append(LedgerEvent.PolicyPinned.of(policy, List.of()));
        journal.append(
                new LedgerEvent.Baselined(at, inventory.fingerprint(), reason),
                Optional.of(new Attachment(inventory, List.of())));
    }
}
