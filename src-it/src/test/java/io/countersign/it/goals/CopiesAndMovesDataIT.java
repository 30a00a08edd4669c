package io.countersign.it.goals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.it.harness.MavenRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goals {@code classify}, {@code clone}, {@code refresh}, {@code export} and {@code import} as they are typed. */
class CopiesAndMovesDataIT {
    private static final String STAGES = """
            version: 1
            stages:
              - name: DEV
                after: none
                preliminary: false
                backup: { directory: backups }
                masking:
                  key: { environment: MASKING_KEY }
                  tables:
                    customer: { columns: { id: keep, name: { pseudonym: name }%s } }
                    rate: { columns: { code: keep, percent: keep } }
                targets: [ { name: dev, url: "jdbc:h2:./databases/dev", credentials: { user: sa } } ]
              - name: PRD
                after: none
                preliminary: false
                targets: [ { name: prd, url: "jdbc:h2:./databases/prd", credentials: { user: sa } } ]
            """;
    private static final String CLASSIFIED = STAGES.formatted(", mail: { pseudonym: e-mail }");

    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws IOException, SQLException {
        write("countersign.yml", """
                version: 1
                application: bookshop
                changes: { root: db, changelog: changelog.sql }
                configuration: { directory: data, tables: [ rate ] }
                """);
        write("stages.yml", CLASSIFIED);
        execute(
                "prd",
                "create table customer (id int primary key, name varchar(60) not null, mail varchar(90))",
                "create table rate (code varchar(5) primary key, percent int not null unique)",
                "insert into customer values (1, 'Canary Kanarienvogel', 'canary@example.org'), (2, 'Yellow Bird', null)",
                "insert into rate values ('full', 8), ('low', 2)");
    }

    @Test
    void copies_masked_and_replaces_only_what_was_named() throws Exception {
        MavenRun.Result classified = run("classify", "stage", "PRD", "output", "target/masking.yml");
        assertThat(classified.succeeded()).as(classified.output()).isTrue();
        assertThat(Files.readString(folder.resolve("target/masking.yml")).toLowerCase(Locale.ROOT))
                .contains("customer", "pseudonym: e-mail")
                .doesNotContain("canary");

        write("stages.yml", STAGES.formatted(""));
        MavenRun.Result incomplete = run("clone", "from", "PRD", "to", "DEV");
        assertThat(incomplete.succeeded()).isFalse();
        assertThat(incomplete.output()).contains("[masking-incomplete]", "MAIL").doesNotContain("at io.countersign");

        write("stages.yml", CLASSIFIED);
        Path page = folder.resolve("reports/clone.html");
        MavenRun.Result cloned = prepared("clone", "from", "PRD", "to", "DEV")
                .with("countersign.html", page.toString())
                .run("-X", MavenRun.qualified("clone"));
        assertThat(cloned.succeeded()).as(cloned.output()).isTrue();
        for (String told : List.of(
                cloned.output(), Files.readString(page), Files.readString(folder.resolve("reports/clone.json")))) {
            assertThat(told.toLowerCase(Locale.ROOT)).doesNotContain("canary", "kanarienvogel");
        }
        JsonNode receipt = report("clone").at("/receipt");
        assertThat(receipt.at("/rows").asInt()).isEqualTo(4);
        assertThat(receipt.at("/masked")).hasSize(2);
        assertThat(query(
                        "dev",
                        "select count(*) from customer where lower(name) like '%canary%' or mail like 'canary%'"))
                .isEqualTo("0");

        MavenRun.Result unconfirmed = run("refresh", "from", "PRD", "to", "DEV");
        assertThat(unconfirmed.succeeded()).isFalse();
        assertThat(unconfirmed.output()).contains("[consent-missing]", "-Dcountersign.confirm=DEV/dev");

        execute("prd", "insert into customer values (3, 'Third', null)");
        MavenRun.Result refreshed = run("refresh", "from", "PRD", "to", "DEV", "confirm", "DEV/dev", "backup", "true");
        assertThat(refreshed.succeeded()).as(refreshed.output()).isTrue();
        assertThat(report("refresh").at("/receipt/rows").asInt()).isEqualTo(5);
        assertThat(query("dev", "select count(*) from customer")).isEqualTo("3");
        assertThat(folder.resolve("backups")).isNotEmptyDirectory();
    }

    @Test
    void moves_configuration_data_out_and_in_and_back() throws Exception {
        MavenRun.Result known = run("baseline", "stage", "PRD", "databaseVersion", "4.2");
        assertThat(known.succeeded()).as(known.output()).isTrue();
        MavenRun.Result exported = run("export", "stage", "PRD");
        assertThat(exported.succeeded()).as(exported.output()).isTrue();
        assertThat(report("export").fieldNames())
                .toIterable()
                .containsExactly("target", "version", "directory", "tables");
        assertThat(Files.readString(folder.resolve("data/rate.jsonl"))).contains("\"full\"", "\"8\"");

        execute("prd", "update rate set percent = 0 where code = 'full'");
        execute("prd", "update rate set percent = 8 where code = 'low'");
        execute("prd", "update rate set percent = 2 where code = 'full'");
        MavenRun.Result previewed = run("import", "stage", "PRD", "data", "data", "preview", "true");
        assertThat(previewed.succeeded()).as(previewed.output()).isTrue();
        assertThat(previewed.output()).contains("~ rate full: PERCENT 2 → 8", "~ rate low: PERCENT 8 → 2");
        assertThat(query("prd", "select percent from rate where code = 'full'")).isEqualTo("2");

        MavenRun.Result imported = run("import", "stage", "PRD", "data", "data");
        assertThat(imported.succeeded()).as(imported.output()).isTrue();
        assertThat(report("import").fieldNames())
                .toIterable()
                .containsExactly("target", "source", "applied", "changes");
        assertThat(report("import").at("/applied").asBoolean()).isTrue();
        assertThat(query("prd", "select percent from rate where code = 'full'")).isEqualTo("8");

        MavenRun.Result undone = run("import", "stage", "PRD", "undo", "true");
        assertThat(undone.succeeded()).as(undone.output()).isTrue();
        assertThat(query("prd", "select percent from rate where code = 'full'")).isEqualTo("2");
    }

    private MavenRun.Result run(String goal, String... parameters) throws IOException, InterruptedException {
        return prepared(goal, parameters).goal(goal);
    }

    private MavenRun prepared(String goal, String... parameters) {
        MavenRun maven = MavenRun.in(folder)
                .withEnvironment("MASKING_KEY", "a long key that nobody knows")
                .with(
                        "countersign.report",
                        folder.resolve("reports/" + goal + ".json").toString());
        for (int i = 0; i < parameters.length; i += 2) {
            maven.with("countersign." + parameters[i], parameters[i + 1]);
        }
        return maven;
    }

    private JsonNode report(String goal) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("reports/" + goal + ".json").toFile());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void execute(String database, String... statements) throws SQLException {
        try (Connection connection = open(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String query(String database, String sql) throws SQLException {
        try (Connection connection = open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Connection open(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:" + folder.resolve("databases/" + database).toAbsolutePath(), "sa", "");
    }
}
