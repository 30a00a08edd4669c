package io.countersign.benchmark;

import io.countersign.benchmark.Contestant.Start;
import io.countersign.benchmark.Race.Measured;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Copying a database to another server and on its own, masked and as it is, beside PostgreSQL's own tools. */
final class CloneRaces {
    static final String MASKED = "Countersign, masked";
    static final String PLAIN = "Countersign";
    static final String DUMP = "pg_dump -Fd -j2, pg_restore -j2";
    static final String UNCOMPRESSED = "pg_dump -Fd -j2 -Z0, pg_restore -j2";
    static final String TEMPLATE = "createdb -T";
    static final String ROOMY = "the heap of a JVM by itself";
    static final String TIGHT = "64 MB of heap";

    private static final String OWNER = "shopkeeper";
    private static final String PASSWORD = "only-for-the-benchmark";

    private final PostgresServer server;
    private final PostgresServer elsewhere;
    private final Path folder;
    private final Shop shop;
    private final TestDatabase source;

    /** Fills the source, which takes about as long as a few of its copies. */
    CloneRaces(PostgresServer server, PostgresServer elsewhere, Path folder, Shop shop) {
        this.server = server;
        this.elsewhere = elsewhere;
        this.folder = folder;
        this.shop = shop;
        for (PostgresServer one : List.of(server, elsewhere)) {
            execute(one, "CREATE ROLE " + OWNER + " LOGIN CREATEDB PASSWORD '" + PASSWORD + "'");
        }
        this.source = database(server, "shop");
        shop.fill(source);
    }

    /** To another server, row by row. */
    Race elsewhere() {
        return new Race(
                "Clone %,d MB to another server".formatted(shop.megabytes()),
                "Ten tables, one with 60 % of the data, five text columns masked; whole processes. Countersign compares the"
                        + " copy with its source, which the tools do not.",
                Measured.WHOLE,
                List.of(
                        new Contestant(MASKED, round -> clone(copy(elsewhere, "masked"), true, List.of())),
                        new Contestant(PLAIN, round -> clone(copy(elsewhere, "plain"), false, List.of())),
                        new Contestant(DUMP, round -> dump(copy(elsewhere, "dumped"), "")),
                        new Contestant(UNCOMPRESSED, round -> dump(copy(elsewhere, "uncompressed"), "-Z0"))));
    }

    /** On the same server, where nothing has to be changed on the way. */
    Race here() {
        return new Race(
                "Clone %,d MB on its server".formatted(shop.megabytes()),
                "Nothing masked; whole processes; Countersign with the JVM settings for short runs.",
                Measured.WHOLE,
                List.of(
                        new Contestant(PLAIN, round -> clone(copy(server, "here"), false, Worker.SHORT_RUN)),
                        new Contestant(TEMPLATE, round -> template(copy(server, "templated")))));
    }

    /** The masked copy, in a JVM with room and in one without. */
    Race memory() {
        return new Race(
                "Memory: clone %,d MB".formatted(shop.megabytes()),
                "Masked, to another server.",
                Measured.WHOLE,
                List.of(
                        new Contestant(ROOMY, round -> clone(copy(elsewhere, "roomy"), true, List.of())),
                        new Contestant(TIGHT, round -> clone(copy(elsewhere, "tight"), true, List.of("-Xmx64m")))));
    }

    private Start clone(TestDatabase target, boolean masked, List<String> options) {
        Path home = folder.resolve(target.name());
        return Start.of(
                Worker.command(options, Worker.Job.CLONE, stages(home, target, masked)),
                Map.of(
                        BenchmarkContext.USER,
                        OWNER,
                        BenchmarkContext.PASSWORD,
                        PASSWORD,
                        "MASKING_KEY",
                        "nothing-that-anybody-has-to-guess"));
    }

    private Path stages(Path home, TestDatabase target, boolean masked) {
        String rules =
                masked ? "    masking:\n      key: { environment: MASKING_KEY }\n      tables:\n" + tables() : "";
        try {
            Files.createDirectories(home);
            return Files.writeString(
                    home.resolve("stages.yml"),
                    "version: 1\nstages:\n" + stage("DEV", target, rules) + stage("PRD", source, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stage(String name, TestDatabase database, String more) {
        return """
                  - name: %s
                    after: none
                    backup: { method: none }
                    way-back: liquibase
                %s    targets: [ { name: main, url: "%s", credentials: { environment: { user: %s, password: %s } } } ]
                """.formatted(name, more, database.url(), BenchmarkContext.USER, BenchmarkContext.PASSWORD);
    }

    private String tables() {
        StringBuilder rules = new StringBuilder();
        String columns = """
                SELECT format('        %s: { columns: { %s } }', table_name, string_agg(coalesce(
                         (SELECT split_part(rule, '.', 2) FROM unnest(string_to_array('RULES', '|')) rule
                           WHERE rule LIKE format('%s.%s: %%', table_name, column_name)), column_name || ': keep'), ', '))
                  FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name
                """.replace("RULES", String.join("|", Shop.MASKED));
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(columns)) {
            while (rows.next()) {
                rules.append(rows.getString(1)).append('\n');
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rules.toString();
    }

    private Start dump(TestDatabase target, String compression) {
        return new Start(
                List.of(List.of("sh", "-e", "-c", """
                                rm -rf dump
                                pg_dump -Fd -j2 %s --file=dump --port=%d %s
                                pg_restore -j2 --port=%d --dbname=%s dump
                                """.formatted(
                                compression, server.port(), source.name(), elsewhere.port(), target.name()))),
                tools());
    }

    private Start template(TestDatabase target) {
        execute(server, "DROP DATABASE " + target.name());
        return new Start(
                List.of(List.of("createdb", "--port=" + server.port(), "--template=" + source.name(), target.name())),
                tools());
    }

    private static Map<String, String> tools() {
        return Map.of("PGHOST", "127.0.0.1", "PGUSER", OWNER, "PGPASSWORD", PASSWORD);
    }

    /** An empty database; the one of the round before goes, and what is still to be written is, so that nobody pays for others. */
    private TestDatabase copy(PostgresServer on, String name) {
        execute(on, "DROP DATABASE IF EXISTS " + name);
        TestDatabase fresh = database(on, name);
        execute(server, "CHECKPOINT");
        execute(elsewhere, "CHECKPOINT");
        return fresh;
    }

    private static TestDatabase database(PostgresServer on, String name) {
        execute(on, "CREATE DATABASE " + name + " OWNER " + OWNER + " TEMPLATE template0");
        return new TestDatabase(name, "jdbc:postgresql://127.0.0.1:" + on.port() + "/" + name, OWNER, PASSWORD);
    }

    private static void execute(PostgresServer on, String sql) {
        try (Connection connection = on.administration().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
