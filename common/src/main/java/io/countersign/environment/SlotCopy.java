package io.countersign.environment;

import io.countersign.database.ChangeRunner;
import io.countersign.database.DatabaseLock;
import io.countersign.database.TableContent;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.deploy.Deployment;
import io.countersign.deploy.OperationId;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.deploy.SlotClosing;
import io.countersign.deploy.SlotContents;
import io.countersign.deploy.SlotFilling;
import io.countersign.deploy.SlotPair;
import io.countersign.gate.ClearedRelease;
import io.countersign.ledger.Attachment;
import io.countersign.ledger.Journal;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.ReleaseReference;
import io.countersign.progress.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Fills the idle slot where the slots have databases of their own: copies the live database to it, upgrades the copy by the
 * release, and starts the application there. Nobody can write to that database until its slot is live.
 */
public final class SlotCopy {
    private final Site site;
    private final SlotPair pair;
    private final Site idle;
    private final ClearedRelease cleared;
    private final ReleaseChanges changes;
    private final Tools tools;

    /** What it works with. */
    public record Tools(ChangeRunner runner, Clock clock, String tool, Progress progress) {}

    /** What came of it. */
    public record Filled(LedgerEvent.SlotFilled event, CloneReceipt copy) {}

    /**
     * @param site the live slot's
     * @param cleared let in by the gate, which looked at the live database
     */
    public SlotCopy(Site site, ClearedRelease cleared, ReleaseChanges changes, Tools tools) {
        this.site = site;
        this.pair = SlotPair.of(site);
        this.idle = pair.idleSite().get();
        this.cleared = cleared;
        this.changes = changes;
        this.tools = tools;
    }

    /** @throws io.countersign.problem.CountersignException with the state that was left; the live slot is as it was */
    public Filled run() {
        String operation = OperationId.next(tools.clock());
        pair.pointer().establish();
        site.journal().ledger().create();
        closing(site, pair.live().name()).requirePossible();
        closing(idle, pair.idle().name()).close(operation);
        Upgrade upgrade = new Upgrade();
        CloneReceipt copy = copied(upgrade);
        new SlotFilling(site, tools.clock(), tools.progress()).application(cleared);
        LedgerEvent.SlotFilled filled = new LedgerEvent.SlotFilled(
                operation,
                pair.idle().name(),
                ReleaseReference.of(cleared.release().release()),
                Optional.of(upgrade.deployed()));
        site.journal().appendDocument(filled, upgrade.contents().document());
        return new Filled(filled, copy);
    }

    /** The snapshot needs a connection of its own: this one is written to meanwhile. */
    private CloneReceipt copied(Upgrade upgrade) {
        try (TargetDatabase source = TargetDatabases.connect(site.database().settings())) {
            return new EnvironmentClone(
                            source,
                            site.journal().ledger().in(source),
                            idle.with(site.stage().forSlot()),
                            tools.clock(),
                            tools.progress(),
                            Optional.empty(),
                            upgrade)
                    .run(LedgerEvent.PolicyPinned.of(cleared.policy(), cleared.policyApprovers()));
        }
    }

    private SlotClosing closing(Site of, String slot) {
        return new SlotClosing(of, slot, site.journal(), tools.progress());
    }

    /** Done to the copy before it takes the idle database's place. */
    private final class Upgrade implements CopyPreparation {
        private Optional<LedgerEvent.Succeeded> deployed = Optional.empty();
        private Optional<SlotContents> contents = Optional.empty();

        LedgerEvent.Succeeded deployed() {
            return deployed.orElseThrow();
        }

        SlotContents contents() {
            return contents.orElseThrow();
        }

        @Override
        public void prepare(TargetDatabase copy) {
            tools.progress().info("Adding up what was copied");
            List<TableContent> source = copy.contents();
            try (DatabaseLock lock = copy.lock("slot", Duration.ZERO)) {
                Journal journal = new Journal(idle.journal().ledger().in(copy));
                LedgerEvent.Succeeded done = deploy(copy, lock, journal);
                Attachment after = journal.history()
                        .lastDeployment()
                        .flatMap(
                                last -> journal.ledger().attachment(last.entry().record()))
                        .orElseThrow();
                deployed = Optional.of(done);
                contents = Optional.of(new SlotContents(source, copy.contents(), after));
            }
        }

        private LedgerEvent.Succeeded deploy(TargetDatabase copy, DatabaseLock lock, Journal journal) {
            Site upgraded = new Site(
                    site.stage().forSlot(),
                    idle.target(),
                    copy,
                    lock,
                    journal,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            return new Deployment(upgraded, tools.runner(), tools.clock(), tools.tool(), tools.progress())
                    .runInDatabase(cleared, changes.source(), changes.pending(tools.runner(), copy), copy.inventory());
        }
    }
}
