package io.countersign.environment;

import io.countersign.database.ChangeRunner;
import io.countersign.database.DatabaseLock;
import io.countersign.database.TargetDatabase;
import io.countersign.database.configuration.ConfigurationData;
import io.countersign.database.configuration.ConfigurationFiles;
import io.countersign.database.configuration.TableChanges;
import io.countersign.deploy.ConfigurationChange;
import io.countersign.deploy.Deployment;
import io.countersign.deploy.OperationId;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.gate.ClearedRelease;
import io.countersign.gate.Gate;
import io.countersign.gate.GateFacts;
import io.countersign.gate.GateReport;
import io.countersign.gate.Inspection;
import io.countersign.gate.checks.StandardChecks;
import io.countersign.ledger.Journal;
import io.countersign.ledger.LedgerEvent;
import io.countersign.progress.Progress;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.PromotionPath;
import io.countersign.signature.PersonKey;
import io.countersign.signature.SignedRelease;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a pilot out of a copy of production: upgrades it by a release, through the gate of the pilot's stage, and carries
 * over the configuration that was made in the pilot before. What production's own configuration was then is kept in the
 * ledger, so that it can be told later what was changed there since.
 */
public final class Pilot implements CopyPreparation {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Site site;
    private final Candidate candidate;
    private final PilotConfiguration configuration;
    private final boolean leaveBehind;
    private final Tools tools;
    private List<TableChanges> carried = List.of();
    private List<TableChanges> leftBehind = List.of();

    /**
     * What a pilot tries.
     *
     * @param signer whose key will sign the receipt
     */
    public record Candidate(
            PromotionPath path, SignedRelease release, ReleaseChanges changes, Optional<PersonKey> signer) {}

    /**
     * What it works with.
     *
     * @param shown gets the gate's answers
     */
    public record Tools(ChangeRunner runner, Clock clock, String tool, Progress progress, Consumer<GateReport> shown) {}

    /**
     * @param site the pilot as it is, locked
     * @param leaveBehind consent that what was changed in production's configuration since the last copy is not in the pilot
     */
    public Pilot(Site site, Candidate candidate, PilotConfiguration configuration, boolean leaveBehind, Tools tools) {
        this.site = site;
        this.candidate = candidate;
        this.configuration = configuration;
        this.leaveBehind = leaveBehind;
        this.tools = tools;
    }

    /** What of the pilot's own configuration went into the copy; known once it was prepared. */
    public List<TableChanges> carried() {
        return carried;
    }

    /** What was changed in production's configuration since the last copy, and is not in the pilot. */
    public List<TableChanges> leftBehind() {
        return leftBehind;
    }

    @Override
    public void prepare(TargetDatabase copy) {
        try (DatabaseLock lock = copy.lock("pilot", AT_ONCE)) {
            Site upgraded = new Site(
                    site.stage().forRehearsal(withoutBackup()),
                    site.target(),
                    copy,
                    lock,
                    new Journal(site.journal().ledger().in(copy)),
                    Optional.empty(),
                    site.application(),
                    Optional.empty());
            LedgerEvent.Succeeded deployed = deploy(upgraded);
            carryOver(upgraded, deployed);
        }
    }

    /** The way back is the database that is still there. */
    private BackupPolicy withoutBackup() {
        return new BackupPolicy(
                BackupPolicy.NONE,
                site.stage().deployment().backup().directory(),
                Optional.empty(),
                Optional.empty(),
                false,
                site.stage().deployment().backup().keep());
    }

    private LedgerEvent.Succeeded deploy(Site upgraded) {
        ChangeRunner.Pending pending = candidate.changes().pending(tools.runner(), upgraded.database());
        GateFacts facts = new Inspection(
                        candidate.release(),
                        candidate.path(),
                        site.stage(),
                        site.target(),
                        candidate.release().keyrings(),
                        upgraded.database(),
                        upgraded.journal().ledger(),
                        pending,
                        Optional.empty(),
                        upgraded.application().flatMap(application -> application.obstacle()),
                        candidate.signer(),
                        true,
                        tools.clock().instant())
                .facts();
        Gate gate = new Gate(StandardChecks.forReplacement());
        tools.shown().accept(gate.examine(facts));
        ClearedRelease cleared = gate.clear(facts);
        return new Deployment(upgraded, tools.runner(), tools.clock(), tools.tool(), tools.progress())
                .runInDatabase(cleared, candidate.changes().source(), pending, facts.inventory());
    }

    private void carryOver(Site upgraded, LedgerEvent.Succeeded deployed) {
        TargetDatabase copy = upgraded.database();
        ConfigurationChange change = new ConfigurationChange(upgraded, tools.progress());
        ConfigurationFiles.Content production = new ConfigurationData(copy, tools.progress())
                .export(configuration.tables(), deployed.to().value());
        leftBehind = configuration.leftBehind(change, deployed.to(), leaveBehind);
        carried = configuration.own().map(change::differences).orElse(List.of());
        change.reserveNumbers(carried);
        copy.begin();
        upgraded.journal()
                .appendDocument(
                        new LedgerEvent.Piloted(
                                deployed.operation(),
                                configuration.source(),
                                deployed.release(),
                                deployed.to(),
                                configuration.tables()),
                        PilotConfiguration.document(production));
        change.apply(
                OperationId.next(tools.clock()),
                "the pilot as it was before",
                deployed.to(),
                carried,
                Optional.empty());
        copy.commit();
    }
}
