package io.countersign.benchmark;

import io.countersign.harness.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the races, writes {@code RESULTS.md}, and fails where a goal is missed. */
public final class Benchmark {
    private final int rounds;
    private final Set<String> chosen;
    private final Path folder;
    private final Shop shop;
    private final MavenPlace maven;
    private final List<Goal> goals = new ArrayList<>();
    private final List<Race.Result> results = new ArrayList<>();

    private Benchmark(int rounds, Set<String> chosen, Path folder, Shop shop, MavenPlace maven) {
        this.rounds = rounds;
        this.chosen = chosen;
        this.folder = folder;
        this.shop = shop;
        this.maven = maven;
    }

    /**
     * @param arguments the page to write; how many rounds; which of {@code deploy,status,seal,memory,ledger,clone}, or {@code
     *     all}; of how many MB clones are made; the five of a {@link MavenPlace}
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path page = Path.of(arguments[0]);
        Path folder = Files.createTempDirectory("countersign-benchmark");
        Benchmark benchmark = new Benchmark(
                Integer.parseInt(arguments[1]),
                Set.of(arguments[2].split(",")),
                folder,
                new Shop(Integer.parseInt(arguments[3])),
                MavenPlace.of(arguments, 4));
        try (PostgresServer server = PostgresServer.start()) {
            benchmark.run(server);
            ResultsPage results = new ResultsPage(version(server));
            results.goals(benchmark.goals);
            benchmark.results.forEach(results::race);
            results.writeTo(page);
        } finally {
            SealRaces.delete(folder);
        }
        benchmark.goals.forEach(goal -> System.out.printf(
                "%s  %.2f (at most %.2f)  %s%n",
                goal.met() ? "met   " : "MISSED", goal.found(), goal.atMost(), goal.what()));
        System.out.println("Written: " + page);
        if (!benchmark.goals.stream().allMatch(Goal::met)) {
            throw new IllegalStateException("a goal was missed");
        }
    }

    private static String version(PostgresServer server) throws SQLException {
        try (Connection connection = server.administration().connect()) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    private void run(PostgresServer server) throws IOException {
        if (chosen("deploy")) {
            deploy(server);
        }
        if (chosen("status")) {
            Path place = Files.createDirectory(folder.resolve("status"));
            Race.Result asked =
                    run(new StatusRaces(maven, new DeployRaces(server, place.resolve("changes"), 1_000), place).race());
            Map.of(StatusRaces.MAVEN, 1.35, StatusRaces.FLYWAY, 0.75)
                    .forEach((peer, most) -> goals.add(new Goal(
                            "status, 1,000: " + StatusRaces.COUNTERSIGN + " / " + peer,
                            asked.ratio(StatusRaces.COUNTERSIGN, peer),
                            most)));
        }
        if (chosen("ledger")) {
            Race.Result ledger =
                    run(LedgerRaces.race(new DeployRaces(server, Files.createDirectory(folder.resolve("ledger")), 10)));
            goals.add(new Goal(
                    "ledger of 5,000 records / of 1,000", ledger.ratio(LedgerRaces.LONG, LedgerRaces.SHORT), 5));
        }
        if (chosen("seal")) {
            seal();
        }
        if (chosen("clone")) {
            clone(server);
        }
        if (chosen("memory")) {
            SealRaces races = new SealRaces(Files.createDirectory(folder.resolve("memory")));
            for (Race race : races.memory()) {
                Race.Result result = run(race);
                goals.add(new Goal(
                        race.title() + ", memory",
                        (double) result.sample(SealRaces.LARGE).memory()
                                / result.sample(SealRaces.SMALL).memory(),
                        1.25));
            }
        }
    }

    private void deploy(PostgresServer server) throws IOException {
        DeployRaces thousand = new DeployRaces(server, Files.createDirectory(folder.resolve("deploy-1000")), 1_000);
        Race.Result fresh = run(thousand.fresh());
        goals.add(against(fresh, "deploy 1,000", DeployRaces.FLYWAY, 0.35));
        goals.add(against(fresh, "deploy 1,000", DeployRaces.LIQUIBASE, 0.6));
        Race.Result again = run(thousand.again());
        goals.add(against(again, "nothing to do, 1,000", DeployRaces.FLYWAY, 1.0));
        goals.add(against(again, "nothing to do, 1,000", DeployRaces.LIQUIBASE, 0.5));
        DeployRaces more = new DeployRaces(server, Files.createDirectory(folder.resolve("deploy-5000")), 5_000);
        Race.Result grown = run(more.growing());
        goals.add(new Goal(
                "deploy 5,000 / 1,000, Countersign",
                (double) grown.time(DeployRaces.COUNTERSIGN).toNanos()
                        / fresh.time(DeployRaces.COUNTERSIGN).toNanos(),
                6));
    }

    private void seal() throws IOException {
        SealRaces races = new SealRaces(Files.createDirectory(folder.resolve("seal")));
        SealingProject project = SealingProject.of(2_000, 500_000_000, folder.resolve("seal/project"));
        try {
            Race.Result sealing = run(races.sealing(project));
            goals.add(against(sealing, "seal 500 MB", SealRaces.TOOLS, 0.5));
            Race.Result verifying = run(races.verifying(project));
            goals.add(against(verifying, "verify 500 MB", SealRaces.TOOLS, 0.25));
        } finally {
            races.stopAgent();
        }
    }

    private void clone(PostgresServer server) throws IOException {
        try (PostgresServer elsewhere = PostgresServer.start()) {
            CloneRaces races = new CloneRaces(server, elsewhere, Files.createDirectory(folder.resolve("clone")), shop);
            Race.Result there = run(races.elsewhere());
            for (Map.Entry<String, Double> peer : Map.of(
                            CloneRaces.DUMP, 0.5, CloneRaces.UNCOMPRESSED, 0.95, CloneRaces.PLAIN, 1.5)
                    .entrySet()) {
                goals.add(new Goal(
                        "clone: " + CloneRaces.MASKED + " / " + peer.getKey(),
                        there.ratio(CloneRaces.MASKED, peer.getKey()),
                        peer.getValue()));
            }
            Race.Result here = run(races.here());
            goals.add(new Goal(
                    "clone on one server: " + CloneRaces.PLAIN + " / " + CloneRaces.TEMPLATE,
                    here.ratio(CloneRaces.PLAIN, CloneRaces.TEMPLATE),
                    1.2));
            Race.Result memory = run(races.memory());
            goals.add(new Goal(
                    "clone, masked: with " + CloneRaces.TIGHT + " / with " + CloneRaces.ROOMY,
                    memory.ratio(CloneRaces.TIGHT, CloneRaces.ROOMY),
                    1.25));
        }
    }

    private static Goal against(Race.Result result, String job, String peer, double atMost) {
        return new Goal(job + ": Countersign / " + peer, result.ratio(DeployRaces.COUNTERSIGN, peer), atMost);
    }

    private boolean chosen(String group) {
        return chosen.contains("all") || chosen.contains(group);
    }

    private Race.Result run(Race race) {
        Race.Result result = race.run(rounds, folder);
        results.add(result);
        return result;
    }
}
