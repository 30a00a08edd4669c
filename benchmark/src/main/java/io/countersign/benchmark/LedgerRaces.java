package io.countersign.benchmark;

import io.countersign.benchmark.Race.Measured;
import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.harness.TestDatabase;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHead;
import io.countersign.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a long ledger costs. */
final class LedgerRaces {
    static final String SHORT = "1,000 records";
    static final String LONG = "5,000 records";

    private LedgerRaces() {}

    /** Repeats a deployment, and so reads and verifies the whole ledger, behind ledgers of two lengths. */
    static Race race(DeployRaces deployments) {
        return new Race(
                "A deployment repeated, behind a short and a long ledger",
                "Nothing to do, but the whole ledger is verified.",
                Measured.INSIDE,
                List.of(contestant(SHORT, 1_000, deployments), contestant(LONG, 5_000, deployments)));
    }

    private static Contestant contestant(String name, int records, DeployRaces deployments) {
        DeployRaces.Site site = deployments.site(records);
        grow(site.database(), records);
        Contestant.Start start = deployments.deploy(site);
        TimedProcess.run(start, site.stages().resolveSibling(""));
        return new Contestant(name, round -> start);
    }

    private static void grow(TestDatabase database, int records) {
        try (TargetDatabase target = TargetDatabases.connect(new ConnectionSettings(
                StageFile.STAGE + "/main",
                database.url(),
                Optional.of(database.user()),
                Secret.of(database.password()),
                Optional.empty(),
                Duration.ofSeconds(15)))) {
            Ledger ledger = new Ledger(target, Clock.systemUTC(), "benchmark@here");
            ledger.create();
            target.begin();
            LedgerHead head = LedgerHead.EMPTY;
            LedgerEvent event = new LedgerEvent.Failed(
                    "0123456789ab",
                    "database-failed",
                    "A deployment that failed as deployments do, told in a sentence of the usual length.",
                    "Nothing was changed.",
                    target.inventory().fingerprint());
            for (int i = 0; i < records; i++) {
                var entry = ledger.append(head, event);
                head = new LedgerHead(entry.record().seq(), entry.hash());
            }
            target.commit();
        }
    }
}
