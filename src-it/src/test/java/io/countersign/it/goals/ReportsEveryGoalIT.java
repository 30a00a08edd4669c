package io.countersign.it.goals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.it.harness.MavenRun;
import io.countersign.ledger.Journal;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerEvent;
import io.countersign.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One build runs every goal on PostgreSQL with a password, by keys with passphrases, and each writes a report. */
class ReportsEveryGoalIT {
    private static final String PASSPHRASE = "correct-horse-battery-staple";
    private static final Path DOCUMENTATION = Path.of("..", "docs", "files.md");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String STAGES = """
            version: 1
            roles:
              developer: { keys: [ keys/developer.asc ] }
              operator:  { keys: [ keys/operator.asc ] }
            stages:
              - name: DEV
                targets: [ { name: dev, url: "%s", credentials: { id: dev-db } } ]
              - name: PILOT
                receipts: operator
                targets: [ { name: pilot, url: "%s", credentials: { id: pilot-db } } ]
              - name: SHOPS
                after: none
                approvals: 1 developer
                receipts: operator
                way-back: liquibase
                backup: { method: none }
                waves: { sizes: [ 1 ], pause: approval }
                targets:
                  - { name: one, url: "%s", credentials: { id: one-db } }
                  - { name: two, url: "%s", credentials: { id: two-db } }
              - name: QAT
                after: none
                approvals: 1 developer
                exceptions: 1 developer
                receipts: operator
                backup: { directory: backups }
                targets: [ { name: qat, url: "%s", credentials: { id: qat-db } } ]
              - name: OLD
                after: none
                targets: [ { name: old, url: "%s", credentials: { id: old-db } } ]
              - name: TWO
                after: none
                targets:
                  - name: two
                    url: "%s"
                    credentials: { id: a-db }
                    slots:
                      directory: target/two
                      pair: [ { name: a }, { name: b, url: "%s", credentials: { id: b-db } } ]
            """;

    @TempDir
    Path folder;

    private final Map<String, TestDatabase> databases = new LinkedHashMap<>();
    private final List<String> executions = new ArrayList<>();

    @Test
    void as_json_with_the_documented_fields_and_no_secret() throws Exception {
        Workshop shop = Workshop.bookshop(folder);
        List.of("dev", "pilot", "one", "two", "qat", "old", "a", "b")
                .forEach(name -> databases.put(name, PostgresServer.shared().newDatabase()));
        String stages = STAGES.formatted(
                databases.values().stream().map(TestDatabase::url).toArray());
        allowCopies(databases.get("qat"));
        allowCopies(databases.get("b"));
        allowCopies(databases.get("pilot"));
        shop.key("developer", Secret.of(PASSPHRASE));
        shop.key("operator", Secret.of(PASSPHRASE));
        shop.write("stages.yml", stages);
        shop.write(
                "target/changed.yml",
                stages.replace("exceptions: 1 developer", "exceptions: 1 operator")
                        .replace("keys/", "../keys/"));
        shop.write("target/rates.yml", """
                version: 1
                application: bookshop
                changes: { root: db, changelog: changelog.sql }
                configuration: { directory: rates, tables: [ rate ] }
                """);
        shop.write(
                "target/pilot.yml",
                Files.readString(folder.resolve("countersign.yml"))
                        + "configuration: { directory: data, tables: [ book ] }\n");
        interruptSomething();
        configureSomething();

        goal("seal", Map.of());
        goal("approve", by("developer", "showSql", "true"));
        goal("except", by("developer", "lifts", "window", "reason", "a test"));
        goal("verify", Map.of());
        goal("check", by("operator"));
        goal("plan", by("operator"));
        goal("rehearse", by("operator"));
        goal("runbook", by("operator"));
        String configuration = "${project.basedir}/target/pilot.yml";
        goal("pilot-create", by("operator", "stage", "PILOT", "from", "QAT", "configuration", configuration));
        goal("pilot-refresh", by("operator", "stage", "PILOT", "from", "QAT", "configuration", configuration));
        goal("pilot-switch", by("operator", "pilot", "PILOT", "configuration", configuration));
        goal("deploy", by("operator"));
        goal("approve-shops", "approve", by("developer", "stage", "SHOPS", "showSql", "false"));
        goal("rollout", by("operator", "stage", "SHOPS"));
        goal("approve-wave", by("developer", "stage", "SHOPS"));
        goal("tick", by("operator", "step", "deploy"));
        goal("approve-policy", by("developer", "stages", "${project.basedir}/target/changed.yml"));
        goal("backup", by("operator"));
        goal("restore", by("operator", "acceptDataLoss", "true"));
        goal("rollback", by("operator", "acceptDataLoss", "true"));
        goal("recover", by("operator", "stage", "DEV"));
        goal("baseline", by("operator", "stage", "OLD", "databaseVersion", "7"));
        goal(
                "export",
                Map.of(
                        "stage", "OLD",
                        "configuration", "${project.basedir}/target/rates.yml",
                        "data", "${project.basedir}/target/rates"));
        goal("import", Map.of("stage", "OLD", "data", "${project.basedir}/target/rates"));
        goal("classify", Map.of("stage", "OLD", "output", "${project.basedir}/target/masking.yml"));
        goal("history", by("operator"));
        goal("status", Map.of());
        goal("package", by("operator"));
        goal("ab-deploy", by("operator", "stage", "TWO"));
        goal("ab-switch", by("operator", "stage", "TWO", "refresh", "true"));
        goal("ab-back", by("operator", "stage", "TWO", "giveUpWrites", "true"));
        goal("trace", Map.of("html", "${project.basedir}/reports/trace.html"));
        shop.write("pom.xml", pom());
        MavenRun.Result result = maven(shop).run("validate");
        assertThat(result.succeeded()).as(result.output()).isTrue();
        Path fresh = Files.createDirectories(folder.resolve("target/fresh"));
        MavenRun.Result init = MavenRun.in(fresh)
                .with("countersign.report", folder.resolve("reports/init.json").toString())
                .goal("init");
        assertThat(init.succeeded()).as(init.output()).isTrue();

        Map<String, List<String>> documented = documented();
        assertThat(documented).hasSizeGreaterThan(16);
        for (Map.Entry<String, List<String>> each : documented.entrySet()) {
            Path report = folder.resolve("reports/" + each.getKey() + ".json");
            String text = Files.readString(report);
            JsonNode node = JSON.readTree(text);
            assertThat(node.fieldNames()).toIterable().as(each.getKey()).containsExactlyElementsOf(each.getValue());
            assertThat(text).as(each.getKey()).doesNotContain(PASSPHRASE, "PRIVATE KEY");
            databases.values().forEach(database -> assertThat(text).doesNotContain(database.password()));
        }
        assertThat(report("deploy").at("/receipt/changesets")).hasSize(1);
        assertThat(report("check").at("/gate/results")).hasSizeGreaterThan(15);
        assertThat(report("plan").at("/plan").isObject()).isTrue();
        assertThat(report("export").at("/tables")).hasSize(1);
        assertThat(report("import").at("/applied").isBoolean()).isTrue();
        assertThat(report("history").at("/records")).hasSizeGreaterThan(5);
        assertThat(report("pilot-switch").at("/deployment/receipt/changesets")).hasSize(1);
        assertThat(report("rollout").at("/end").asText()).isEqualTo("PAUSED");
        assertThat(report("status").at("/lines")).hasSize(7);
        assertThat(folder.resolve("reports/trace.html")).content().contains("QAT/qat", "deployed, 1 changeset");
        assertThat(report("recover").at("/done").asText()).contains("taken back");
        assertThat(report("ab-switch").at("/live").asText()).isEqualTo("b");
        assertThat(report("ab-back").at("/live").asText()).isEqualTo("a");
    }

    @Test
    void in_one_array_where_several_name_the_same_file() throws Exception {
        Workshop shop = Workshop.bookshop(folder);
        MavenRun.Result result = shop.maven()
                .with("countersign.stage", "DEV")
                .with("countersign.report", folder.resolve("reports/all.json").toString())
                .goals("seal", "verify", "deploy");

        assertThat(result.succeeded()).as(result.output()).isTrue();
        JsonNode all = report("all");
        assertThat(all).hasSize(3);
        assertThat(all.get(0).has("evidence")).isTrue();
        assertThat(all.get(1).has("statements")).isTrue();
        assertThat(all.get(2).has("receipt")).isTrue();
    }

    private static void allowCopies(TestDatabase database) throws SQLException {
        try (Connection connection = PostgresServer.shared().administration().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + database.user() + " CREATEDB");
        }
    }

    /** As a process leaves a ledger that is killed when it has only begun. */
    private void interruptSomething() {
        TestDatabase dev = databases.get("dev");
        try (TargetDatabase target = TargetDatabases.connect(new ConnectionSettings(
                "DEV/dev",
                dev.url(),
                Optional.of(dev.user()),
                Secret.of(dev.password()),
                Optional.empty(),
                Duration.ofSeconds(15)))) {
            Ledger ledger = new Ledger(target, Clock.systemUTC(), "tester@here");
            ledger.create();
            new Journal(ledger)
                    .append(new LedgerEvent.Started(
                            "killed",
                            LedgerEvent.Action.DEPLOY,
                            "DEV",
                            "dev",
                            Optional.empty(),
                            target.fingerprint(),
                            true,
                            Optional.empty()));
        }
    }

    /** A table that stages share, with a row. */
    private void configureSomething() throws SQLException {
        try (Connection connection = databases.get("old").connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE rate (code text PRIMARY KEY, percent int)");
            statement.execute("INSERT INTO rate VALUES ('full', 8)");
        }
    }

    private static Map<String, String> by(String person, String... more) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("key", "${project.basedir}/secret/" + person + ".asc");
        parameters.put("stage", "QAT");
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return parameters;
    }

    private void goal(String name, Map<String, String> parameters) {
        goal(name, name, parameters);
    }

    private void goal(String id, String name, Map<String, String> parameters) {
        StringBuilder configuration = new StringBuilder();
        parameters.forEach((key, value) -> configuration.append("<%s>%s</%s>".formatted(key, value, key)));
        executions.add("""
                <execution>
                  <id>%1$s</id><phase>validate</phase><goals><goal>%2$s</goal></goals>
                  <configuration><report>${project.basedir}/reports/%1$s.json</report>%3$s</configuration>
                </execution>
                """.formatted(id, name, configuration));
    }

    /** Not committed: what is sealed is the commit, whatever drives the build. */
    private String pom() {
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>example</groupId><artifactId>bookshop</artifactId><version>1.0.0</version>
                  <packaging>pom</packaging>
                  <build><plugins><plugin>
                    <groupId>io.countersign</groupId>
                    <artifactId>countersign-maven-plugin</artifactId>
                    <version>%s</version>
                    <executions>%s</executions>
                  </plugin></plugins></build>
                </project>
                """.formatted(MavenRun.version(), String.join("", executions));
    }

    private MavenRun maven(Workshop shop) throws IOException, InterruptedException {
        shop.git("update-index", "--assume-unchanged", "pom.xml", "stages.yml");
        MavenRun maven = shop.maven().withEnvironment("COUNTERSIGN_PASSPHRASE", PASSPHRASE);
        databases.forEach((name, database) -> maven.withServer(name + "-db", database.user(), database.password()));
        return maven;
    }

    private JsonNode report(String name) throws IOException {
        return JSON.readTree(folder.resolve("reports/" + name + ".json").toFile());
    }

    /** The table "Results as JSON" of the documentation. */
    private static Map<String, List<String>> documented() throws IOException {
        String page = Files.readString(DOCUMENTATION);
        String section = page.substring(page.indexOf("## Results as JSON"), page.indexOf("## stages.yml"));
        Map<String, List<String>> fields = new LinkedHashMap<>();
        Matcher rows = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (.*) \\|$").matcher(section);
        while (rows.find()) {
            fields.put(
                    rows.group(1),
                    Pattern.compile("`(\\w+)`")
                            .matcher(rows.group(2))
                            .results()
                            .map(match -> match.group(1))
                            .toList());
        }
        return fields;
    }
}
