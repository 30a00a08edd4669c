package io.countersign.it.core;

import io.countersign.command.ApproveCommand;
import io.countersign.command.Command;
import io.countersign.command.CommandResult;
import io.countersign.command.DeployCommand;
import io.countersign.command.HistoryCommand;
import io.countersign.command.KeyInput;
import io.countersign.command.RecoverCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RollbackCommand;
import io.countersign.command.SealCommand;
import io.countersign.command.StageInput;
import io.countersign.command.StatusCommand;
import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.harness.DatabaseServer;
import io.countersign.harness.TestDatabase;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerRecord;
import io.countersign.progress.Progress;
import io.countersign.secret.Secret;
import io.countersign.signature.openpgp.KeyMaker;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A whole promotion path for one test: a project, three stages on real databases, and people with real keys. */
final class Promotion {
    static final List<String> STAGES = List.of("DEV", "QAT", "PRD");
    static final List<String> PEOPLE = List.of("developer", "customer", "operator", "stranger");

    private final Path folder;
    private final Project project;
    private final Map<String, TestDatabase> databases = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> backups = new LinkedHashMap<>();

    private Promotion(Path folder) {
        this.folder = folder;
        this.project = Project.bookshop(folder.resolve("project"));
    }

    static Promotion on(Databases product, Path folder) {
        return on(product, product.server(folder), folder);
    }

    /** @param server which understands what is meant for the product */
    static Promotion on(Databases product, DatabaseServer server, Path folder) {
        Promotion promotion = new Promotion(folder);
        for (String stage : STAGES) {
            TestDatabase database = server.newDatabase();
            promotion.add(stage, database);
            promotion.backups.put(stage, product.backup(database));
        }
        PEOPLE.forEach(promotion::makeKey);
        promotion.writeStages();
        return promotion;
    }

    /** The same with a stage PILOT for the releases that QAT has seen; to be called before anything is deployed. */
    static Promotion withPilot(Databases product, Path folder) {
        Promotion promotion = on(product, folder);
        TestDatabase database = product.server(folder).newDatabase();
        product.allowCopies(database);
        promotion.add("PILOT", database);
        promotion.editStages(text -> text.replace(
                "  - name: PRD\n", """
                  - name: PILOT
                    approvals: 1 developer
                    receipts: operator
                    backup: { %s }
                    targets:
                %s
                  - name: PRD
                    after: QAT
                """.formatted(product.backup(database), promotion.targetEntry("PILOT"))));
        return promotion;
    }

    /** One more database, with its credentials in variables that are called after it. */
    void add(String name, TestDatabase database) {
        databases.put(name, database);
        variables.put(name + "_USER", database.user());
        variables.put(name + "_PASSWORD", database.password());
    }

    private void makeKey(String person) {
        KeyMaker.MadeKey key = KeyMaker.make(
                person + "@example.org", Instant.now().minus(Duration.ofHours(1)), Optional.empty(), Secret.none());
        project.write("keys/" + person + ".asc", key.publicKey());
        write(key(person).file().orElseThrow().toPath(), key.secretKey());
    }

    /** What the key files say from now on. */
    void revoke(String person) {
        project.write(
                "keys/" + person + ".asc",
                Revocation.of(read(key(person).file().orElseThrow().toPath())));
    }

    private void writeStages() {
        project.write("stages.yml", """
                version: 1
                roles:
                  developer: { keys: [ keys/developer.asc ] }
                  customer: { keys: [ keys/customer.asc ] }
                  operator: { keys: [ keys/operator.asc ] }
                stages:
                  - name: DEV
                    receipts: operator
                    after: none
                    backup: { %s }
                    targets:
                %s
                  - name: QAT
                    after: none
                    approvals: 1 developer
                    receipts: operator
                    backup: { %s }
                    targets:
                %s
                  - name: PRD
                    approvals: 1 developer and 1 customer
                    exceptions: 1 operator and 1 customer
                    receipts: operator
                    backup: { %s }
                    targets:
                %s
                """.formatted(
                        backups.get("DEV"),
                        targetEntry("DEV"),
                        backups.get("QAT"),
                        targetEntry("QAT"),
                        backups.get("PRD"),
                        targetEntry("PRD")));
    }

    String targetEntry(String stage) {
        return """
                      - name: main
                        url: "%s"
                        credentials: { environment: { user: %s_USER, password: %s_PASSWORD } }
                        application: { directory: ../live/%s }
                """.formatted(databases.get(stage).url(), stage, stage, stage);
    }

    Project project() {
        return project;
    }

    Map<String, String> variables() {
        return variables;
    }

    File stagesFile() {
        return project.folder().resolve("stages.yml").toFile();
    }

    void editStages(UnaryOperator<String> change) {
        String before = read(stagesFile().toPath());
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new AssertionError("nothing was edited in " + before);
        }
        write(stagesFile().toPath(), after);
    }

    void freeze(String stage, String policy) {
        editStages(text ->
                text.replace("  - name: " + stage + "\n", "  - name: " + stage + "\n    freeze: " + policy + "\n"));
    }

    KeyInput key(String person) {
        return new KeyInput(
                Optional.of(folder.resolve("secret/" + person + ".asc").toFile()), Optional.empty(), Optional.empty());
    }

    StageInput stage(String name) {
        return new StageInput(stagesFile(), name, Optional.empty());
    }

    HostContext context(String actor, Progress progress) {
        return HostContext.of(actor, variables, progress);
    }

    <R extends CommandResult> R run(Command<R> command) {
        return command.execute(context("tester@here", Progress.silent()));
    }

    /** The first release, 1.0.0: a table with a row. */
    ReleaseInput sealFirst() {
        project.changes("1", Project.FIRST_CHANGES);
        return seal("1.0.0");
    }

    /** The second release, 1.1.0: a column and another table. */
    ReleaseInput sealSecond() {
        project.changes("2", Project.SECOND_CHANGES);
        return seal("1.1.0");
    }

    ReleaseInput seal(String version) {
        SealCommand.Result sealed = run(sealing(version, Optional.empty()));
        return new ReleaseInput(new File(sealed.file()), Optional.empty());
    }

    /** Commits and tags what is there. */
    SealCommand sealing(String version, Optional<SealCommand.Approval> approval) {
        project.commitAndTag(version);
        return new SealCommand(
                project.folder().resolve("countersign.yml").toFile(),
                version,
                folder.resolve("releases").toFile(),
                false,
                approval);
    }

    Path evidence(ReleaseInput release) {
        return Path.of(release.release().toString().replaceFirst("\\.zip$", ".evidence"));
    }

    ApproveCommand.Result approve(ReleaseInput release, String stage, String person) {
        return run(
                new ApproveCommand(release, stage(stage), key(person), Optional.empty(), "", Optional.empty(), false));
    }

    DeployCommand deployment(ReleaseInput release, String stage) {
        return new DeployCommand(release, stage(stage), key("operator"), 0);
    }

    DeployCommand.Result deploy(ReleaseInput release, String stage) {
        return run(deployment(release, stage));
    }

    /** All the way, with everybody's agreement. */
    void promote(ReleaseInput release) {
        rehearse(release);
        deploy(release, "PRD");
    }

    /** Up to the door of PRD, with everybody's agreement. */
    void rehearse(ReleaseInput release) {
        deploy(release, "DEV");
        approve(release, "QAT", "developer");
        deploy(release, "QAT");
        approveForProduction(release);
    }

    void approveForProduction(ReleaseInput release) {
        approve(release, "PRD", "developer");
        approve(release, "PRD", "customer");
    }

    RollbackCommand.Result rollBack(ReleaseInput release, String stage) {
        return run(new RollbackCommand(stage(stage), Optional.of(release), key("operator"), true, 0));
    }

    RecoverCommand.Result recover(String stage) {
        return run(new RecoverCommand(stage(stage), Optional.empty(), 0));
    }

    StatusCommand.Line status(String stage) {
        return run(new StatusCommand(stagesFile(), Optional.of(stage), Optional.empty()))
                .lines()
                .get(0);
    }

    List<LedgerEvent> history(String stage) {
        return run(new HistoryCommand(stage(stage))).records().stream()
                .map(LedgerRecord::event)
                .toList();
    }

    TestDatabase database(String stage) {
        return databases.get(stage);
    }

    /** What the application of a stage consists of; empty where none is live. */
    Optional<String> application(String stage) {
        Path jar = folder.resolve("live/" + stage + "/current/bookshop.jar");
        return Files.exists(jar) ? Optional.of(read(jar).strip()) : Optional.empty();
    }

    Path folder() {
        return folder;
    }

    void execute(String stage, String sql) {
        try (Connection connection = database(stage).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** As the product itself connects. */
    TargetDatabase target(String stage) {
        TestDatabase database = database(stage);
        return TargetDatabases.connect(new ConnectionSettings(
                stage + "/main",
                database.url(),
                Optional.of(database.user()),
                Secret.of(database.password()),
                Optional.empty(),
                Duration.ofSeconds(15)));
    }

    String ledgerTable(String stage) {
        try (TargetDatabase target = target(stage)) {
            return target.ledgerTable();
        }
    }

    /** The first column of the first row. */
    String query(String stage, String sql) {
        try (Connection connection = database(stage).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
