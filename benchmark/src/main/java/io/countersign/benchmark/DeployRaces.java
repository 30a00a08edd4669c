package io.countersign.benchmark;

import io.countersign.benchmark.Contestant.Start;
import io.countersign.benchmark.Race.Measured;
import io.countersign.command.ApproveCommand;
import io.countersign.command.KeyInput;
import io.countersign.command.ReleaseInput;
import io.countersign.command.SealCommand;
import io.countersign.command.StageInput;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Applying changes to PostgreSQL. Countersign opens and verifies the release, judges the gate with a signed approval, locks,
 * takes both fingerprints, keeps the ledger and signs the receipt; the others apply.
 */
final class DeployRaces {
    static final String COUNTERSIGN = "Countersign";
    static final String FLYWAY = "Flyway";
    static final String FLYWAY_GROUP = "Flyway, in one transaction";
    static final String LIQUIBASE = "Liquibase";
    static final String COUNTERSIGN_DEFAULT = "Countersign, a JVM's own settings";
    static final String FLYWAY_SHORT = "Flyway, settings for short runs";
    static final String LIQUIBASE_SHORT = "Liquibase, settings for short runs";
    static final String PSQL = "psql, one transaction, a history row each";

    private final PostgresServer server;
    private final Path folder;
    private final int count;
    private final Keys keys;
    private final Path release;

    /** Makes the changes in every form and seals and approves them. */
    DeployRaces(PostgresServer server, Path folder, int count) {
        this.server = server;
        this.folder = folder;
        this.count = count;
        this.keys = Keys.in(folder.resolve("keys"));
        Changes changes = new Changes(count);
        changes.writeFlyway(folder.resolve("flyway"));
        changes.writeLiquibase(folder.resolve("liquibase"));
        changes.writePsql(folder.resolve("changes.sql"));
        this.release = sealed(SealingProject.of(changes, folder.resolve("project")));
    }

    private Path sealed(SealingProject project) {
        BenchmarkContext context = new BenchmarkContext();
        SealCommand.Result sealed = new SealCommand(
                        project.configuration().toFile(),
                        SealingProject.VERSION,
                        folder.resolve("sealed").toFile(),
                        false)
                .execute(context);
        Path stages = StageFile.write(
                folder.resolve("approving"), keys, server.administration().url());
        new ApproveCommand(
                        new ReleaseInput(new File(sealed.file()), Optional.empty()),
                        new StageInput(stages.toFile(), StageFile.STAGE, Optional.empty()),
                        new KeyInput(Optional.of(keys.secretKey().toFile()), Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        false)
                .execute(context);
        return Path.of(sealed.file());
    }

    /** Everything to an empty database. */
    Race fresh() {
        return new Race(
                "Deploy %,d changes to an empty database".formatted(count),
                "Everything included, each in a new JVM, Countersign's with the settings for short runs.",
                Measured.INSIDE,
                List.of(
                        new Contestant(COUNTERSIGN, round -> deploy(site(round))),
                        new Contestant(COUNTERSIGN_DEFAULT, round -> deploy(site(round), List.of())),
                        new Contestant(FLYWAY, round -> flyway(server.newDatabase(), false)),
                        new Contestant(FLYWAY_SHORT, round -> flyway(server.newDatabase(), false, Worker.SHORT_RUN)),
                        new Contestant(FLYWAY_GROUP, round -> flyway(server.newDatabase(), true)),
                        new Contestant(LIQUIBASE, round -> liquibase(server.newDatabase())),
                        new Contestant(LIQUIBASE_SHORT, round -> liquibase(server.newDatabase(), Worker.SHORT_RUN)),
                        new Contestant(PSQL, round -> psql(server.newDatabase()))));
    }

    /** Everything to an empty database, without those whose time grows faster than the number of changes. */
    Race growing() {
        return new Race(
                "Deploy %,d changes to an empty database".formatted(count),
                "Flyway is left out, because it alone would take longer than the whole benchmark.",
                Measured.INSIDE,
                List.of(
                        new Contestant(COUNTERSIGN, round -> deploy(site(round))),
                        new Contestant(LIQUIBASE, round -> liquibase(server.newDatabase()))));
    }

    /** The same once more. */
    Race again() {
        Site site = site(-1);
        TestDatabase forFlyway = server.newDatabase();
        TestDatabase forLiquibase = server.newDatabase();
        TimedProcess.run(deploy(site), folder);
        TimedProcess.run(flyway(forFlyway, true), folder);
        TimedProcess.run(liquibase(forLiquibase), folder);
        return new Race(
                "Nothing to do, %,d changes applied already".formatted(count),
                "Each in a new JVM, Countersign's with the settings for short runs.",
                Measured.INSIDE,
                List.of(
                        new Contestant(COUNTERSIGN, round -> deploy(site)),
                        new Contestant(COUNTERSIGN_DEFAULT, round -> deploy(site, List.of())),
                        new Contestant(FLYWAY, round -> flyway(forFlyway, false)),
                        new Contestant(FLYWAY_SHORT, round -> flyway(forFlyway, false, Worker.SHORT_RUN)),
                        new Contestant(LIQUIBASE, round -> liquibase(forLiquibase)),
                        new Contestant(LIQUIBASE_SHORT, round -> liquibase(forLiquibase, Worker.SHORT_RUN))));
    }

    /** A database with its own stages file and its own copy of release and evidence, which grows by the receipt. */
    record Site(TestDatabase database, Path stages, Path release) {}

    Site site(int round) {
        TestDatabase database = server.newDatabase();
        Path home = folder.resolve("site-" + count + "-" + round + "-" + database.name());
        Path stages = StageFile.write(home, keys, database.url());
        copy(release, home.resolve(release.getFileName()));
        Path evidence = evidence(release);
        try (var files = Files.list(evidence)) {
            files.forEach(file ->
                    copy(file, home.resolve(evidence.getFileName()).resolve(String.valueOf(file.getFileName()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Site(database, stages, home.resolve(release.getFileName()));
    }

    private static Path evidence(Path release) {
        return Path.of(release.toString().replaceFirst("\\.zip$", ".evidence"));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A database in which Flyway has applied everything. */
    TestDatabase appliedByFlyway() {
        TestDatabase database = server.newDatabase();
        TimedProcess.run(flyway(database, true), folder);
        return database;
    }

    Path changesForFlyway() {
        return folder.resolve("flyway");
    }

    Start deploy(Site site) {
        return deploy(site, Worker.SHORT_RUN);
    }

    private Start deploy(Site site, List<String> settings) {
        return started(
                site.database(),
                database ->
                        Worker.command(settings, Worker.Job.DEPLOY, site.release(), site.stages(), keys.secretKey()));
    }

    private Start flyway(TestDatabase database, boolean group) {
        return flyway(database, group, List.of());
    }

    private Start flyway(TestDatabase database, boolean group, List<String> settings) {
        return started(
                database, to -> Worker.command(settings, Worker.Job.FLYWAY, to.url(), folder.resolve("flyway"), group));
    }

    private Start liquibase(TestDatabase database) {
        return liquibase(database, List.of());
    }

    private Start liquibase(TestDatabase database, List<String> settings) {
        return started(
                database,
                to -> Worker.command(
                        settings, Worker.Job.LIQUIBASE, to.url(), folder.resolve("liquibase"), "changelog.xml"));
    }

    private Start psql(TestDatabase database) {
        return Start.of(
                List.of(
                        "psql",
                        "--no-psqlrc",
                        "--quiet",
                        "--set=ON_ERROR_STOP=1",
                        "--host=127.0.0.1",
                        "--port=" + server.port(),
                        "--username=" + database.user(),
                        "--file=" + folder.resolve("changes.sql"),
                        database.name()),
                Map.of("PGPASSWORD", database.password()));
    }

    static Start started(TestDatabase database, Function<TestDatabase, List<String>> command) {
        return Start.of(
                command.apply(database),
                Map.of(
                        BenchmarkContext.USER, database.user(),
                        BenchmarkContext.PASSWORD, database.password()));
    }
}
