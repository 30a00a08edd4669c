package io.countersign.benchmark;

import io.countersign.benchmark.Contestant.Start;
import io.countersign.benchmark.Race.Measured;
import io.countersign.harness.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a goal costs that only asks: the board, beside Maven's own smallest goal and Flyway's account of its changes. */
final class StatusRaces {
    static final String COUNTERSIGN = "mvn countersign:status";
    static final String FLYWAY = "mvn flyway:info";
    static final String MAVEN = "mvn help:evaluate";

    private final MavenPlace maven;
    private final DeployRaces deployments;
    private final Path project;
    private final Path folder;

    StatusRaces(MavenPlace maven, DeployRaces deployments, Path folder) {
        this.maven = maven;
        this.deployments = deployments;
        this.folder = folder;
        this.project = maven.project(folder.resolve("asking"));
    }

    /** Behind changes that are all applied. What Maven has to fetch, it fetches before. */
    Race race() {
        DeployRaces.Site site = deployments.site(-2);
        TestDatabase forFlyway = deployments.appliedByFlyway();
        TimedProcess.run(deployments.deploy(site), folder);
        List<Contestant> contestants = List.of(
                contestant(
                        COUNTERSIGN,
                        Map.of(
                                BenchmarkContext.USER, site.database().user(),
                                BenchmarkContext.PASSWORD, site.database().password()),
                        "countersign:status",
                        "-Dcountersign.stages=" + site.stages()),
                contestant(
                        FLYWAY,
                        Map.of("FLYWAY_USER", forFlyway.user(), "FLYWAY_PASSWORD", forFlyway.password()),
                        "flyway:info",
                        "-Dflyway.url=" + forFlyway.url(),
                        "-Dflyway.locations=filesystem:" + deployments.changesForFlyway()),
                contestant(MAVEN, Map.of(), "help:evaluate", "-Dexpression=project.version", "-DforceStdout"));
        contestants.forEach(contestant -> TimedProcess.run(contestant.start().apply(-1), folder));
        return new Race(
                "Ask for the state, 1,000 changes applied",
                "Each by Maven, from the start of the process to its end, with the JVM settings it comes with; all plugins are in the"
                        + " local repository.",
                Measured.WHOLE,
                contestants);
    }

    private Contestant contestant(String name, Map<String, String> variables, String goal, String... options) {
        Start start = Start.of(maven.command(project, goal, options), variables);
        return new Contestant(name, round -> start);
    }
}
