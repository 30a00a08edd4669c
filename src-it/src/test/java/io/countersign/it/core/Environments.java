package io.countersign.it.core;

import io.countersign.command.BaselineCommand;
import io.countersign.command.CloneCommand;
import io.countersign.command.CloneInput;
import io.countersign.command.CloneResult;
import io.countersign.command.HistoryCommand;
import io.countersign.command.KeyInput;
import io.countersign.command.RefreshCommand;
import io.countersign.command.StageInput;
import io.countersign.command.StatusCommand;
import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.harness.DatabaseServer;
import io.countersign.harness.H2Databases;
import io.countersign.harness.TestDatabase;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerRecord;
import io.countersign.progress.Progress;
import io.countersign.secret.Secret;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Production and the stages below it, without anybody who signs: DEV, QAT and PRD, each a database. */
final class Environments {
    /** A server needs a moment to notice that a killed client is gone, and with it its lock. */
    private final Path folder;

    private final Map<String, TestDatabase> databases = new LinkedHashMap<>();
    private final Map<String, String> schemas = new LinkedHashMap<>();

    Environments(Path folder, TestDatabase development, TestDatabase acceptance, TestDatabase production) {
        this.folder = folder;
        databases.put("DEV", development);
        databases.put("QAT", acceptance);
        databases.put("PRD", production);
        configure(Map.of());
    }

    /** Databases in files of one folder. */
    static Environments inFiles(Path folder, Path data) {
        DatabaseServer server = H2Databases.inDirectory(data);
        return new Environments(folder, server.newDatabase(), server.newDatabase(), server.newDatabase());
    }

    /** @param more further lines of a stage's entry in stages.yml, indented by four */
    void configure(Map<String, String> more) {
        StringBuilder yaml = new StringBuilder("version: 1\nstages:\n");
        databases.forEach((stage, database) -> yaml.append("""
                  - name: %s
                    after: none
                    preliminary: false
                    backup: { directory: backups }
                %s    targets:
                      - name: main
                        url: "%s"
                        credentials: { environment: { user: %s_USER, password: %s_PASSWORD } }
                %s""".formatted(
                stage, more.getOrDefault(stage, ""), database.url(), stage, stage, schemas.getOrDefault(stage, ""))));
        write("stages.yml", yaml.toString());
    }

    /** Makes a stage's target one schema of its database. */
    void confine(String stage, String schema) {
        schemas.put(stage, "        schema: " + schema + "\n");
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    File stagesFile() {
        return folder.resolve("stages.yml").toFile();
    }

    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(Map.of("MASKING_KEY", "a long key that nobody knows"));
        databases.forEach((stage, database) -> {
            variables.put(stage + "_USER", database.user());
            variables.put(stage + "_PASSWORD", database.password());
        });
        return variables;
    }

    TestDatabase database(String stage) {
        return Optional.ofNullable(databases.get(stage)).orElseThrow();
    }

    HostContext context(Progress progress) {
        return HostContext.of("ada@desk", variables(), progress);
    }

    CloneInput input(String from, String to) {
        return new CloneInput(stagesFile(), from, Optional.empty(), to, Optional.empty());
    }

    StageInput stage(String name) {
        return new StageInput(stagesFile(), name, Optional.empty());
    }

    CloneResult clone(String from, String to) {
        return clone(from, to, Progress.silent());
    }

    CloneResult clone(String from, String to, Progress progress) {
        return new CloneCommand(input(from, to), KeyInput.NONE, 0).execute(context(progress));
    }

    CloneResult refresh(String from, String to) {
        return refresh(from, to, Progress.silent());
    }

    CloneResult refresh(String from, String to, Progress progress) {
        return refreshing(from, to, 0).execute(context(progress));
    }

    /** @param patience seconds to wait for the lock */
    RefreshCommand refreshing(String from, String to, int patience) {
        return new RefreshCommand(input(from, to), KeyInput.NONE, Optional.of(to + "/main"), false, patience);
    }

    TargetDatabase open(String stage) {
        TestDatabase database = database(stage);
        return TargetDatabases.connect(new ConnectionSettings(
                stage + "/main",
                database.url(),
                Optional.of(database.user()),
                Secret.of(database.password()),
                Optional.empty(),
                Duration.ofSeconds(5)));
    }

    void execute(String stage, String... statements) {
        try (Connection connection = database(stage).connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The first column of the first row. */
    String query(String stage, String sql) {
        try (Connection connection = database(stage).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    void baseline(String stage, String version) {
        new BaselineCommand(stage(stage), version, "it was there", 0).execute(context(Progress.silent()));
    }

    StatusCommand.Line status(String stage) {
        return new StatusCommand(stagesFile(), Optional.of(stage), Optional.empty())
                .execute(context(Progress.silent()))
                .lines()
                .get(0);
    }

    List<LedgerEvent> events(String stage) {
        return new HistoryCommand(stage(stage))
                .execute(context(Progress.silent())).records().stream()
                        .map(LedgerRecord::event)
                        .toList();
    }

    /** The databases of PostgreSQL's server whose names begin like a stage's. */
    List<String> databasesLike(String stage) {
        String name = database(stage).name();
        return List.of(query(
                        stage,
                        "SELECT string_agg(datname, ',' ORDER BY datname) FROM pg_database WHERE datname LIKE '" + name
                                + "%'")
                .split(","));
    }

    /** Runs a file of statements, each ending with a semicolon at the end of a line. */
    void script(String stage, String name) {
        execute(stage, resource(name).split(";\n"));
    }

    private static String resource(String name) {
        try (var in = Environments.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
