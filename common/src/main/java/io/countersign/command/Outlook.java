package io.countersign.command;

import io.countersign.database.ChangeRunner;
import io.countersign.database.ChangeRunner.Preview;
import io.countersign.database.configuration.ConfigurationFiles;
import io.countersign.database.configuration.ConfigurationImport;
import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.ConfigurationChange;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.gate.GateFacts;
import io.countersign.ledger.ReleaseReference;
import io.countersign.plan.ConfigurationPreview;
import io.countersign.plan.DeploymentPlan;
import io.countersign.plan.RiskAnalysis;
import io.countersign.plan.Timings;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.Stage;
import io.countersign.release.Manifest;
import io.countersign.release.ManifestEntry;
import io.countersign.signature.PersonKey;
import java.util.List;
import java.util.Optional;

/**
 * A release before a target, looked at once for everybody who shows it: what the gate would see, and the SQL.
 *
 * @param product of the target
 */
record Outlook(String product, GateFacts facts, List<Preview> previews, ConfigurationPreview configuration) {

    static Outlook of(GateQuestion question, TargetSession session, ReleaseChanges changes) {
        return of(question, session, changes, Optional.empty());
    }

    /** @param signer whose key would sign the receipt, where its check is asked too */
    static Outlook of(
            GateQuestion question, TargetSession session, ReleaseChanges changes, Optional<PersonKey> signer) {
        ChangeRunner runner = new LiquibaseChangeRunner();
        GateFacts facts = question.facts(session, changes.pending(runner, session.database()), signer);
        List<Preview> previews = changes.source()
                .map(source -> runner.preview(session.database(), source))
                .orElse(List.of());
        return new Outlook(session.database().product(), facts, previews, configuration(question, session, facts));
    }

    /** Tables that the release makes or alters are not yet what its configuration data is for. */
    private static ConfigurationPreview configuration(GateQuestion question, TargetSession session, GateFacts facts) {
        Optional<ConfigurationFiles.Content> content =
                ConfigurationChange.of(question.release().release());
        if (content.isEmpty()) {
            return ConfigurationPreview.NONE;
        }
        try {
            return new ConfigurationPreview(
                    new ConfigurationImport(session.database()).differences(content.get()), Optional.empty());
        } catch (CountersignException e) {
            if (e.code() != ProblemCode.CONFIGURATION_DATA_REFUSED
                    || facts.pending().pending().isEmpty()) {
                throw e;
            }
            return new ConfigurationPreview(List.of(), Optional.of(e.problem().found()));
        }
    }

    DeploymentPlan plan() {
        Manifest manifest = facts.release().release().manifest();
        return new DeploymentPlan(
                ReleaseReference.of(facts.release().release()),
                facts.stage().name(),
                facts.target().name(),
                product,
                facts.history().standing().version(),
                manifest.resulting(),
                previews,
                facts.pending().appliedBefore().size(),
                facts.pending().altered().stream()
                        .map(altered -> altered.id() + " was " + altered.recorded() + ", is " + altered.now())
                        .toList(),
                RiskAnalysis.of(previews, facts.transactionalDdl()),
                configuration,
                transactions(),
                backup(),
                wayBack(),
                manifest.entries().stream()
                        .map(ManifestEntry::path)
                        .filter(path -> path.startsWith(Manifest.APPLICATION))
                        .toList(),
                Timings.of(facts).deployment(),
                first());
    }

    /** What an operation left that is not at work any more: a deployment settles it before it begins. */
    private Optional<String> first() {
        if (facts.lockHolder().isPresent()) {
            return Optional.empty();
        }
        Optional<String> unfinished = facts.history()
                .open()
                .map(open -> open.started().action() + " " + open.started().operation() + ", begun "
                        + open.record().at() + " by " + open.record().by() + ", did not end. "
                        + "A deployment first settles that, as countersign:recover does"
                        + open.backup()
                                .map(backup -> ": what was changed is taken back by the backup " + backup.location())
                                .orElse("")
                        + ". What is told here is from before that.");
        return unfinished.or(() -> facts.history()
                .awaitingActivation()
                .map(event -> "The database is deployed, but the application was not activated. A deployment first "
                        + "finishes that, as countersign:recover does."));
    }

    private String transactions() {
        if (idle()) {
            return "nothing to do in the database";
        }
        if (facts.oneTransaction()) {
            return "one, together with the ledger record";
        }
        return facts.transactionalDdl()
                ? "several; some changesets run outside a transaction, in phases of their own"
                : "one a changeset; this database has no transactional DDL";
    }

    /** Neither changesets nor rows: then there is nothing to take back either. */
    private boolean idle() {
        return facts.pending().pending().isEmpty() && configuration.tables().isEmpty();
    }

    private String backup() {
        if (facts.backupMethod().equals(BackupPolicy.NONE)
                || facts.pending().pending().isEmpty()) {
            return "none";
        }
        return "by " + facts.backupMethod()
                + facts.backupObstacle()
                        .map(problem -> ", which is not possible now: " + problem.found())
                        .orElse("");
    }

    private String wayBack() {
        if (facts.pending().pending().isEmpty()) {
            return idle() ? "nothing to take back in the database" : "the rows as they were before";
        }
        boolean liquibase = facts.stage().deployment().wayBack() == Stage.WayBack.LIQUIBASE && facts.transactionalDdl();
        return liquibase ? "the rollback of each changeset" : "restore of the backup";
    }
}
