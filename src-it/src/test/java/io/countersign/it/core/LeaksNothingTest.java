package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.CloneCommand;
import io.countersign.command.CloneResult;
import io.countersign.command.KeyInput;
import io.countersign.harness.DatabaseServer;
import io.countersign.harness.H2Databases;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.json.Json;
import io.countersign.progress.LineProgress;
import io.countersign.report.Report;
import io.countersign.report.TextRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values planted in production are looked for, byte by byte, in the files of a masked copy and in all that was told of it. */
class LeaksNothingTest {
    private static final List<String> CANARIES = List.of("kanarienvogel", "9300762011623852957", "5550112233");
    private static final String RULES = """
                masking:
                  key: { environment: MASKING_KEY }
                  tables:
                    person:
                      columns:
                        id: keep
                        name: { pseudonym: name }
                        mail: { pseudonym: e-mail }
                        phone: { pseudonym: phone }
                        iban: { pseudonym: iban }
                        street: { pseudonym: address }
                        note: { pseudonym: text }
                        code: { pseudonym: code }
                        token: hash
                        gone: null
                        doc: { json: { "$.kept": keep, otherwise: { pseudonym: text } } }
                        own: { sql: "upper(substr(own, 1, 3))" }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void of_a_masked_copy(Databases product) throws IOException {
        Environments environments = switch (product) {
            case POSTGRESQL -> ClonesPostgresTest.environments(folder);
            case MARIADB -> ClonesMariaDbTest.environments(folder);
            case H2 -> inFiles(folder, Files.createDirectories(folder.resolve("data")));
        };
        plant(environments);
        environments.configure(Map.of("QAT", RULES));
        List<String> lines = new CopyOnWriteArrayList<>();
        HostContext context = environments.context(new LineProgress(lines::add, lines::add));

        CloneResult result = new CloneCommand(environments.input("PRD", "QAT"), KeyInput.NONE, 0).execute(context);

        lines.add(Json.prettyText(result));
        lines.add(Json.prettyText(environments.events("QAT")));
        Stream.concat(context.shown().stream(), Stream.of(result.report()))
                .forEach(report -> lines.addAll(text(report)));
        assertThat(environments.query("QAT", "select count(distinct mail) from person"))
                .isEqualTo("300");
        assertThat(String.join("\n", lines).toLowerCase(Locale.ROOT)).doesNotContain(CANARIES);
        // what finds nothing in the copy must find something where it is
        assertThat(files(product, environments, "PRD")).contains(CANARIES);
        assertThat(files(product, environments, "QAT")).doesNotContain(CANARIES);
    }

    static Environments inFiles(Path folder, Path data) {
        DatabaseServer server = H2Databases.inDirectory(data);
        return new Environments(folder, server.newDatabase(), server.newDatabase(), server.newDatabase());
    }

    private static void plant(Environments environments) {
        environments.execute(
                "PRD",
                "create table person (id int primary key, name varchar(60), mail varchar(90) unique, phone varchar(40), iban varchar(40),"
                        + " street varchar(60), note varchar(400), code varchar(40), token varchar(64), gone varchar(40),"
                        + " doc varchar(200), own varchar(40))",
                "create index person_name on person (name)");
        for (int i = 0; i < 300; i++) {
            environments.execute(
                    "PRD",
                    "insert into person values (" + i + ", 'Kanarienvogel " + i + "', 'kanarienvogel" + i
                            + "@example.org',"
                            + " '+41 5550112233', 'CH9300762011623852957', 'Kanarienvogelweg " + i + "',"
                            + " 'the KANARIENVOGEL was here, see CH9300762011623852957', 'KANARIENVOGEL-" + i
                            + "', 'kanarienvogel',"
                            + " 'kanarienvogel', '{\"kept\": 1, \"who\": {\"deep\": [\"Kanarienvogel\", 5550112233]}}', 'kanarienvogel')");
        }
    }

    private static List<String> text(Report report) {
        return new TextRenderer(200, false).render(report);
    }

    /** Every byte that the database of a stage has on the disk, as small letters. */
    private String files(Databases product, Environments environments, String stage) throws IOException {
        Path place = switch (product) {
            case POSTGRESQL -> {
                ClonesPostgresTest.administrate("checkpoint");
                yield Path.of(
                        ask(PostgresServer.shared().administration(), "show data_directory"),
                        "base",
                        environments.query(stage, "select oid from pg_database where datname = current_database()"));
            }
            case MARIADB -> {
                ask(
                        MariaDbServer.shared().administration(),
                        "flush tables `" + environments.database(stage).name() + "`.person for export");
                yield Path.of(
                        environments.query(stage, "select @@datadir"), environments.query(stage, "select database()"));
            }
            case H2 -> {
                environments.execute(stage, "checkpoint sync");
                yield folder.resolve("data");
            }
        };
        String name = environments.database(stage).name();
        try (Stream<Path> tree = Files.walk(place)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file -> product != Databases.H2 || file.toString().contains(name))
                    .map(LeaksNothingTest::bytes)
                    .collect(Collectors.joining("\n"));
        }
    }

    /** The first column of the first row, where there is one. */
    private static String ask(TestDatabase database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
