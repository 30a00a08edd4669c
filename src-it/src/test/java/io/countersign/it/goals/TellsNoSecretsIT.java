package io.countersign.it.goals;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.it.harness.MavenHome;
import io.countersign.it.harness.MavenRun;
import io.countersign.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostgreSQL with a password, a signing key with a passphrase, and Maven told to tell everything ({@code -X}). */
@EnabledOnOs(OS.LINUX)
class TellsNoSecretsIT {
    private static final String PASSPHRASE = "correct-horse-battery-staple";
    private static final String WRONG = "a-password-that-is-not-right";

    /** Writes the command lines of all processes while a deployment runs, that of Maven among them. */
    private static final String STAGES = """
            version: 1
            roles:
              developer: { keys: [ keys/developer.asc ] }
              operator:  { keys: [ keys/operator.asc ] }
            stages:
              - name: QAT
                approvals: 1 developer
                receipts: operator
                backup:
                  method: external
                  directory: backups
                  command: "cat /proc/[0-9]*/cmdline | tr '\\\\0' ' ' > %s; echo saved"
                  restore-command: "false"
                targets: [ { name: qat, url: "%s", credentials: { id: qat-db } } ]
            """;

    @TempDir
    static Path developers;

    @TempDir
    Path folder;

    private static Workshop shop;

    private TestDatabase database;
    private Path commandLines;

    @BeforeAll
    static void seal() throws Exception {
        shop = Workshop.sealed(developers);
        shop.key("operator", Secret.of(PASSPHRASE));
    }

    @BeforeEach
    void prepare() throws Exception {
        shop.handOver(folder);
        database = PostgresServer.shared().newDatabase();
        commandLines = folder.resolve("command-lines.txt");
        stages(database.url());
    }

    private void stages(String url) throws Exception {
        Files.writeString(folder.resolve("stages.yml"), STAGES.formatted(commandLines, url));
    }

    @Test
    void with_a_plain_password_in_the_settings_and_the_passphrase_in_the_environment() throws Exception {
        MavenRun.Result result = deploy(MavenHome.OF_THE_BUILD)
                .withServer("qat-db", database.user(), database.password())
                .withEnvironment("COUNTERSIGN_PASSPHRASE", PASSPHRASE)
                .run("-X", goal());

        assertThat(result.succeeded()).as(result.output()).isTrue();
        holdsNoSecret(result);
        assertThat(commandLines).content().contains("countersign").doesNotContain(database.password(), PASSPHRASE);
    }

    @ParameterizedTest
    @EnumSource(MavenHome.class)
    void with_both_encrypted_in_the_settings(MavenHome maven) throws Exception {
        Path security = folder.resolve("settings-security.xml");
        String master = encrypted(maven, security, "--encrypt-master-password", "the-master-password");
        Files.writeString(security, "<settingsSecurity><master>" + master + "</master></settingsSecurity>");

        MavenRun.Result result = deploy(maven)
                .with("settings.security", security.toString())
                .withServer(
                        "qat-db",
                        database.user(),
                        encrypted(maven, security, "--encrypt-password", database.password()))
                .withServer("countersign", "unused", encrypted(maven, security, "--encrypt-password", PASSPHRASE))
                .run("-X", goal());

        assertThat(result.succeeded()).as(result.output()).isTrue();
        holdsNoSecret(result);
        assertThat(commandLines).content().contains("countersign").doesNotContain(database.password(), PASSPHRASE);
    }

    @Test
    void when_the_password_or_the_passphrase_is_wrong_or_nobody_answers() throws Exception {
        MavenRun.Result password = deploy(MavenHome.OF_THE_BUILD)
                .withServer("qat-db", database.user(), WRONG)
                .withEnvironment("COUNTERSIGN_PASSPHRASE", PASSPHRASE)
                .run("-X", goal());
        refused(password, "database-login-refused");

        MavenRun.Result passphrase = deploy(MavenHome.OF_THE_BUILD)
                .withServer("qat-db", database.user(), database.password())
                .withEnvironment("COUNTERSIGN_PASSPHRASE", WRONG)
                .run("-X", goal());
        refused(passphrase, "passphrase-wrong");

        stages("jdbc:postgresql://127.0.0.1:1/nobody");
        MavenRun.Result unreachable = deploy(MavenHome.OF_THE_BUILD)
                .withServer("qat-db", database.user(), database.password())
                .withEnvironment("COUNTERSIGN_PASSPHRASE", PASSPHRASE)
                .run("-X", goal());
        refused(unreachable, "database-unreachable");
    }

    private void refused(MavenRun.Result result, String code) {
        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("[" + code + "]").doesNotContain(WRONG);
        holdsNoSecret(result);
    }

    private void holdsNoSecret(MavenRun.Result result) {
        assertThat(result.output()).doesNotContain(database.password(), PASSPHRASE);
    }

    private MavenRun deploy(MavenHome maven) {
        return MavenRun.in(folder)
                .on(maven)
                .with("countersign.release", "bookshop-1.0.0-release.zip")
                .with("countersign.stage", "QAT")
                .with("countersign.key", "secret/operator.asc");
    }

    private static String goal() {
        return MavenRun.qualified("deploy");
    }

    private String encrypted(MavenHome maven, Path security, String option, String secret) throws Exception {
        MavenRun.Result result = MavenRun.in(folder)
                .on(maven)
                .with("settings.security", security.toString())
                .run(option, secret);
        return result.output()
                .replaceAll("\u001b\\[[0-9;]*m", "") // Maven 3.8 resets the terminal's colours here whatever it is told
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.output()));
    }
}
