package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.jenkins.configuration.ConfiguredPath;
import io.countersign.jenkins.configuration.CountersignConfiguration;
import io.countersign.jenkins.configuration.PublicKeyFile;
import io.countersign.jenkins.record.PromotionBoard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps beside deploying, on an agent that is a process of its own, against PostgreSQL. Needs git and gpg. */
@WithJenkins
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OperationsTest {
    @TempDir
    private static Path keyFolder;

    private static JenkinsRule jenkins;
    private static SealedShop keys;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        rule.createOnlineSlave(Label.get("database"));
        keys = SealedShop.make(keyFolder, "", "");
        keys.addKey();
    }

    @AfterEach
    void no_paths() {
        CountersignConfiguration.get().setPaths(List.of());
    }

    @Test
    void every_operation_gives_its_result_back() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job("operations.groovy", stages()));
        for (String line : List.of(
                "baseline 0.9 with 0 objects",
                "rehearsed 1 changesets, signed true",
                "pilot of PRD/prd at 1.0",
                "refreshed PILOT/pilot, left behind 0",
                "switched to 1.0, repeated false",
                "pending [], stop after 1",
                "rollout COMPLETE of 1 targets",
                "backup has a fingerprint: true",
                "runbook in 3 forms",
                "ticked announce off, some outstanding: true",
                "exported book of 0 rows",
                "import applied: false, changes 0",
                "exception as developer for [window]",
                "the same policy again: parameter-invalid",
                "trace over 4 stages",
                "slot-refused",
                "in slot b, a is live",
                "b is live, repeated false",
                "a is live again, nobody waited: true",
                "restored to a location: true",
                "ledger ends with a head of 64 digits",
                "copied 1 rows")) {
            jenkins.assertLogContains(line, run);
        }
        jenkins.assertLogNotContains("\tat io.countersign", run);
        assertThat(PromotionBoard.of(run.getParent()).history())
                .extracting(event -> event.what() + " " + event.stage())
                .containsExactly(
                        "rolled back SLOTS",
                        "deployed SLOTS",
                        "deployed SLOTS",
                        "copied from PRD/prd COPY",
                        "deployed PRD",
                        "deployed PILOT",
                        "copied from PRD/prd PILOT",
                        "deployed PILOT",
                        "copied from PRD/prd PILOT");
    }

    @Test
    void what_needs_no_approval_has_to_be_granted_on_a_stage_that_asks_for_some() throws Exception {
        ConfiguredPath path = new ConfiguredPath("shop", """
                version: 1
                roles:
                  developer: { keys: [ keys/dora.asc ] }
                stages:
                  - name: PRD
                    approvals: 1 developer
                    targets: [ { name: prd, %s } ]
                """.formatted(SealedShop.target(database())));
        PublicKeyFile dora = new PublicKeyFile("keys/dora.asc");
        dora.setText(keys.publicKey());
        path.setKeys(List.of(dora));
        CountersignConfiguration.get().setPaths(List.of(path));
        String script = """
                for (refused in [
                        countersignRehearse(release: zip, stage: 'PRD', promotionPath: 'shop', failOnRefusal: false),
                        countersignExport(stage: 'PRD', promotionPath: 'shop', failOnRefusal: false),
                        countersignImport(stage: 'PRD', promotionPath: 'shop', data: 'x', preview: true, failOnRefusal: false)]) {
                    echo "is ${refused.code}"
                }
                """;
        WorkflowJob job = job(keys, script);
        WorkflowRun refused = jenkins.buildAndAssertSuccess(job);
        assertThat(JenkinsRule.getLog(refused).split("is operation-not-granted"))
                .hasSize(4);

        path.setGrants("rehearse, export import");
        WorkflowRun granted = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogNotContains("operation-not-granted", granted);
    }

    @Test
    void a_stage_goes_back_over_several_releases() throws Exception {
        String stages = """
                version: 1
                roles:
                  developer: { keys: [ keys/dora.asc ] }
                stages:
                  - name: DEV
                    receipts: developer
                    targets: [ { name: dev, %s } ]
                """.formatted(SealedShop.target(database()));
        WorkflowRun run = jenkins.buildAndAssertSuccess(
                job(new SealedShop(keys.publicKey(), keys.secretKey(), stages, SealedShop.BOOKS), """

                    sh 'echo backups/ >> .git/info/exclude'
                    countersignDeploy release: zip, stage: 'DEV', keyCredentialsId: 'developer-key'
                    for (version in ['1.1', '1.2']) {
                        def table = version.replace('.', '_')
                        def lines = "--changeset ann:${table}\\nCREATE TABLE t_${table} (id INT);\\n--rollback DROP TABLE t_${table};\\n"
                        writeFile file: 'src/db/changelog.sql', text: readFile('src/db/changelog.sql') + lines
                        sh "git commit --quiet --all -m ${version} && git tag -a -m ${version} v${version}"
                        countersignSeal releaseVersion: version
                        zip = "target/bookshop-${version}-release.zip"
                        countersignDeploy release: zip, stage: 'DEV', keyCredentialsId: 'developer-key'
                    }
                    def refused = countersignRollback stage: 'DEV', release: zip, to: '1.0', keyCredentialsId: 'developer-key', failOnRefusal: false
                    echo "without consent: ${refused.problem}"
                    def back = countersignRollback stage: 'DEV', release: zip, to: '1.0', keyCredentialsId: 'developer-key', acceptDataLoss: true
                    echo "took ${back.undone*.version} back, at ${back.at.version}"
                """));

        jenkins.assertLogContains("Repeat with acceptDataLoss: true once nobody needs", run);
        jenkins.assertLogContains("took [1.2, 1.1] back, at 1.0", run);
        PromotionBoard board = PromotionBoard.of(run.getParent());
        assertThat(board.places()).extracting(PromotionBoard.Place::version).containsExactly("1.0");
        assertThat(board.history())
                .extracting(event -> event.what() + " " + event.release().replaceFirst(" \\(.*", ""))
                .containsExactly(
                        "rolled back bookshop 1.1",
                        "rolled back bookshop 1.2",
                        "deployed bookshop 1.2",
                        "deployed bookshop 1.1",
                        "deployed bookshop 1.0");
    }

    private static WorkflowJob job(String script, String stages) throws Exception {
        byte[] text = OperationsTest.class.getResourceAsStream(script).readAllBytes();
        return job(
                new SealedShop(keys.publicKey(), keys.secretKey(), stages, SealedShop.BOOKS),
                new String(text, StandardCharsets.UTF_8));
    }

    private static WorkflowJob job(SealedShop shop, String lines) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                new SealedShop(shop.publicKey(), shop.secretKey(), shop.stages(), SealedShop.BOOKS)
                        .sealed("database", lines),
                true));
        return job;
    }

    private static String stages() throws Exception {
        return """
                version: 1
                roles:
                  developer: { keys: [ keys/dora.asc ] }
                stages:
                  - name: COPY
                    receipts: developer
                    targets: [ { name: copy, %s } ]
                  - name: PILOT
                    after: none
                    receipts: developer
                    targets: [ { name: pilot, %s } ]
                  - name: SLOTS
                    after: none
                    receipts: developer
                    targets: [ { name: slots, %s, slots: { directory: slots, pair: [ { name: a }, { name: b } ] } } ]
                  - name: PRD
                    after: none
                    receipts: developer
                    exceptions: 1 developer
                    targets: [ { name: prd, %s } ]
                """.formatted(
                        SealedShop.target(database()),
                        SealedShop.target(database()),
                        SealedShop.target(database()),
                        SealedShop.target(database()));
    }

    /** A copy is built as a database beside the target. */
    private static TestDatabase database() throws Exception {
        TestDatabase made = PostgresServer.shared().newDatabase();
        SealedShop.addLogin(made);
        try (Connection administrator = PostgresServer.shared().administration().connect();
                Statement statement = administrator.createStatement()) {
            statement.execute("ALTER ROLE " + made.user() + " CREATEDB");
        }
        return made;
    }
}
