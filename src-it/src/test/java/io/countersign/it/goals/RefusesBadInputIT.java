package io.countersign.it.goals;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.it.harness.MavenHome;
import io.countersign.it.harness.MavenRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each case is a module of one build, so that one Maven with {@code -fae} tries them all. */
class RefusesBadInputIT {
    private static final List<String> NEED_A_RELEASE =
            List.of("verify", "check", "plan", "deploy", "approve", "approve-policy", "except");
    private static final List<String> NEED_A_STAGE = List.of(
            "check",
            "plan",
            "deploy",
            "approve",
            "approve-policy",
            "except",
            "backup",
            "restore",
            "rollback",
            "recover",
            "history",
            "baseline");
    private static final List<String> NEED_A_DATABASE =
            NEED_A_STAGE.stream().filter(goal -> !goal.equals("except")).toList();

    @TempDir
    Path folder;

    private Workshop shop;
    private final Map<String, BadCase> cases = new TreeMap<>();

    /** @param parameters elements of the goal's configuration, on top of good ones */
    private record BadCase(String goal, String code, Map<String, String> parameters) {}

    @BeforeEach
    void prepare() throws Exception {
        shop = Workshop.sealed(folder);
        shop.write("bad/empty", "");
        shop.write("bad/text", "this is no release, no key and no configuration: [");
        shop.write("bad/later.yml", Workshop.STAGES.replaceFirst("version: 1", "version: 99"));
        shop.write(
                "bad/unreachable.yml",
                Workshop.STAGES
                        .replaceAll("jdbc:h2:[^\"]*", "jdbc:postgresql://127.0.0.1:1/nobody")
                        .replace("keys/", "../keys/"));
        shop.write(
                "bad/credentials.yml",
                Workshop.STAGES.replace("{ user: sa }", "{ id: nowhere }").replace("keys/", "../keys/"));
        shop.write(
                "bad/driver.yml",
                Workshop.STAGES.replace("jdbc:h2:", "jdbc:nosuch:").replace("keys/", "../keys/"));
        Path altered = shop.folder().resolve("bad/altered-release.zip");
        byte[] bytes = Files.readAllBytes(shop.folder().resolve(Workshop.RELEASE));
        bytes[bytes.length / 2] ^= 1;
        Files.write(altered, bytes);
        Files.write(shop.folder().resolve("bad/short-release.zip"), java.util.Arrays.copyOf(bytes, bytes.length / 3));
    }

    @ParameterizedTest
    @EnumSource(MavenHome.class)
    void with_one_coded_paragraph_and_nothing_written(MavenHome maven) throws Exception {
        for (String goal : NEED_A_RELEASE) {
            refused(goal, "release-missing", "file-missing", Map.of("release", "bad/nowhere.zip"));
            refused(goal, "release-home", "parameter-invalid", Map.of("release", "~/x-release.zip"));
            refused(goal, "report-home", "parameter-invalid", Map.of("report", "~/x.json"));
            refused(goal, "html-home", "parameter-invalid", Map.of("html", "~/x.html"));
            refused(goal, "evidence-missing", "file-missing", Map.of("evidence", "bad/nowhere"));
            refused(goal, "release-empty", "release-unreadable", Map.of("release", "bad/empty"));
            refused(goal, "release-text", "release-unreadable", Map.of("release", "bad/text"));
            refused(goal, "release-short", "release-unreadable", Map.of("release", "bad/short-release.zip"));
            refused(goal, "release-altered", "release-altered", Map.of("release", "bad/altered-release.zip"));
        }
        for (String goal : NEED_A_STAGE) {
            refused(goal, "stage-none", "parameter-missing", Map.of("stage", " "));
            refused(goal, "stage-unknown", "stage-unknown", Map.of("stage", "NOWHERE"));
            refused(goal, "stages-missing", "file-missing", Map.of("stages", "bad/nowhere.yml"));
            refused(goal, "stages-empty", "configuration-invalid", Map.of("stages", "bad/empty"));
            refused(goal, "stages-text", "configuration-invalid", Map.of("stages", "bad/text"));
            refused(goal, "stages-later", "configuration-invalid", Map.of("stages", "bad/later.yml"));
        }
        for (String goal : NEED_A_DATABASE) {
            refused(goal, "target-unknown", "target-unknown", Map.of("target", "nowhere"));
            refused(goal, "unreachable", "database-unreachable", Map.of("stages", "bad/unreachable.yml"));
            refused(goal, "no-credentials", "credentials-missing", Map.of("stages", "bad/credentials.yml"));
            refused(goal, "no-driver", "database-unsupported", Map.of("stages", "bad/driver.yml"));
        }
        for (String goal : List.of("approve", "except", "deploy")) {
            refused(goal, "key-missing", "file-missing", Map.of("key", "bad/nowhere"));
            refused(goal, "key-empty", "key-unreadable", Map.of("key", "bad/empty"));
            refused(goal, "key-text", "key-unreadable", Map.of("key", "bad/text"));
        }
        refused("status", "stages-missing", "file-missing", Map.of("stages", "bad/nowhere.yml"));
        refused("status", "stage-unknown", "stage-unknown", Map.of("stage", "NOWHERE"));
        refused("seal", "configuration-empty", "configuration-invalid", Map.of("configuration", path("bad/empty")));
        refused("seal", "configuration-text", "configuration-invalid", Map.of("configuration", path("bad/text")));
        Set<String> before = files();

        MavenRun.Result result =
                MavenRun.in(folder).on(maven).run("-fae", "-f", reactor().toString(), "validate");

        assertThat(result.succeeded()).isFalse();
        judge(result.output());
        assertThat(files()).isEqualTo(before);
    }

    /** Somebody who tries a goal to see what it wants is told. */
    @Test
    void where_a_goal_is_called_without_any_parameter_in_an_empty_folder() throws Exception {
        for (String goal : goals()) {
            cases.put(goal + ".bare", new BadCase(goal, "", Map.of()));
        }
        assertThat(cases).hasSizeGreaterThan(30);

        MavenRun.Result result = MavenRun.in(folder).run("-fae", "-f", reactor().toString(), "validate");

        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(result.output()).doesNotContain("at io.countersign", "Exception:", "internal]");
        for (String name : cases.keySet()) {
            softly.assertThat(result.output().lines())
                    .as(name)
                    .filteredOn(line -> line.startsWith("[ERROR] Failed to execute goal")
                            && line.contains(" on project " + name + ": "))
                    .singleElement()
                    .asString()
                    .containsPattern(": \\[[a-z-]+] .+ Remedy: .+ State: ");
        }
        softly.assertAll();
    }

    /** All but the two that need nothing. */
    private static List<String> goals() throws IOException {
        try (InputStream in = RefusesBadInputIT.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            return Pattern.compile("<goal>([a-z-]+)</goal>")
                    .matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(match -> match.group(1))
                    .filter(goal -> !goal.equals("help") && !goal.equals("init"))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"check, stage-unknown", "seal, file-missing", "init, file-exists"})
    void with_an_exit_status_that_is_not_zero(String goal, String code) throws Exception {
        MavenRun.Result result = shop.maven()
                .with("countersign.stage", "NOWHERE")
                .with("countersign.release", Workshop.RELEASE)
                .with("countersign.configuration", "bad/nowhere.yml")
                .goal(goal);

        assertThat(result.exitStatus()).isNotZero();
        assertThat(result.output()).contains("[" + code + "]").doesNotContain("at io.countersign", "Exception:");
    }

    private String path(String relative) {
        return folder.resolve(relative).toString();
    }

    private void refused(String goal, String name, String code, Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>();
        if (!goal.equals("seal")) {
            all.putAll(Map.of("stages", path("stages.yml"), "stage", "QAT", "lockTimeout", "1"));
            all.put("key", path("secret/developer.asc"));
        }
        all.put("release", path(Workshop.RELEASE));
        all.putAll(Map.of("databaseVersion", "1", "reason", "a test", "lifts", "window"));
        parameters.forEach((key, value) -> all.put(key, value.startsWith("bad/") ? path(value) : value));
        cases.put(goal + "." + name, new BadCase(goal, code, all));
    }

    /** Maven tells the problem of each module in one line behind "Failed to execute goal". */
    private void judge(String output) {
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(output).doesNotContain("at io.countersign", "Exception:", "internal]");
        cases.forEach((name, bad) -> {
            List<String> told = output.lines()
                    .filter(line -> line.startsWith("[ERROR] Failed to execute goal")
                            && line.contains(" on project " + name + ": "))
                    .toList();
            softly.assertThat(told).as(name).hasSize(1);
            softly.assertThat(told)
                    .as(name)
                    .allSatisfy(line -> assertThat(line).contains(": [" + bad.code() + "] ", " Remedy: ", " State: "));
        });
        softly.assertAll();
    }

    private Path reactor() throws IOException {
        StringBuilder modules = new StringBuilder();
        for (Map.Entry<String, BadCase> each : cases.entrySet()) {
            modules.append("<module>").append(each.getKey()).append("</module>");
            shop.write("target/bad/" + each.getKey() + "/pom.xml", pom(each.getKey(), "", each.getValue()));
        }
        return shop.write("target/bad/pom.xml", pom("bad", "<modules>" + modules + "</modules>", null));
    }

    private static String pom(String name, String modules, BadCase bad) {
        String plugin = bad == null
                ? ""
                : """
                  <build><plugins><plugin>
                    <groupId>io.countersign</groupId>
                    <artifactId>countersign-maven-plugin</artifactId>
                    <version>%s</version>
                    <executions><execution>
                      <id>bad</id><phase>validate</phase><goals><goal>%s</goal></goals>
                      <configuration>%s</configuration>
                    </execution></executions>
                  </plugin></plugins></build>
                  """.formatted(
                        MavenRun.version(),
                        bad.goal(),
                        bad.parameters().entrySet().stream()
                                .map(one -> "<" + one.getKey() + ">" + one.getValue() + "</" + one.getKey() + ">")
                                .collect(Collectors.joining()));
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>example.bad</groupId><artifactId>%s</artifactId><version>1</version><packaging>pom</packaging>
                  %s%s
                </project>
                """.formatted(name, modules, plugin);
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.map(path -> folder.relativize(path).toString())
                    .filter(path -> !path.startsWith("target/bad") && !path.startsWith(".git/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
