package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.BooleanParameterValue;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.StringParameterValue;
import hudson.plugins.git.GitSCM;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Runs every Jenkinsfile of the cookbook: from git, on agents that are processes of their own, against PostgreSQL. */
@WithJenkins
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CookbookTest {
    private static final Path COOKBOOK = Path.of("../docs/cookbook");

    @TempDir
    private static Path keyFolder;

    private static JenkinsRule jenkins;
    private static SealedShop keys;
    private static final Set<String> RUN = new TreeSet<>();

    @TempDir
    private Path project;

    private TestDatabase dev;
    private SealedShop shop;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        rule.createOnlineSlave(Label.get("database"));
        rule.createOnlineSlave(Label.get("database"));
        keys = SealedShop.make(keyFolder, "", "");
        keys.addKey();
    }

    @AfterAll
    static void every_example_was_run() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        try (Stream<Path> files = Files.list(COOKBOOK)) {
            assertThat(RUN)
                    .containsAll(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".Jenkinsfile"))
                            .collect(Collectors.toSet()));
        }
    }

    @BeforeEach
    void databases() throws Exception {
        dev = newDatabase();
        shop = with(SealedShop.path(SealedShop.target(dev), SealedShop.target(newDatabase())));
    }

    @Test
    void declarative() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job("declarative"));
        jenkins.assertLogContains("was deployed to QAT/qat", run);
        assertThat(PromotionBoard.of(run.getParent()).places())
                .extracting(PromotionBoard.Place::stage)
                .containsExactly("DEV", "QAT");
    }

    @Test
    void scripted() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job("scripted"));
        jenkins.assertLogContains("QAT waits for an approval of ", run);
        jenkins.assertLogContains("QAT has 1.0, by ", run);
    }

    @Test
    void waves() throws Exception {
        shop = with("""
                version: 1
                roles:
                  developer: { keys: [ keys/dora.asc ] }
                stages:
                  - name: DEV
                    receipts: developer
                    targets:
                      - { name: north, %s }
                      - { name: south, %s }
                      - { name: west, %s }
                """.formatted(
                SealedShop.target(newDatabase()), SealedShop.target(newDatabase()), SealedShop.target(newDatabase())));
        WorkflowRun run = jenkins.buildAndAssertSuccess(job("waves"));
        assertThat(PromotionBoard.of(run.getParent()).places())
                .extracting(PromotionBoard.Place::target)
                .containsExactlyInAnyOrder("north", "south", "west");
    }

    @Test
    void rollback_and_drift() throws Exception {
        jenkins.buildAndAssertSuccess(job("scripted"));
        WorkflowJob drift = job("drift");
        jenkins.buildAndAssertSuccess(drift);
        execute("CREATE TABLE by_hand (id INT)");
        WorkflowRun drifted = jenkins.buildAndAssertStatus(Result.FAILURE, drift);
        jenkins.assertLogContains("DEV/dev: the schema is not what was deployed", drifted);
        execute("DROP TABLE by_hand");

        WorkflowJob rollback = job("rollback");
        jenkins.assertLogContains("[consent-missing]", jenkins.buildAndAssertStatus(Result.FAILURE, rollback));
        WorkflowRun back = jenkins.assertBuildStatusSuccess(rollback.scheduleBuild2(
                0,
                new ParametersAction(
                        new StringParameterValue("STAGE", "DEV"),
                        new BooleanParameterValue("ACCEPT_DATA_LOSS", true))));
        jenkins.assertLogContains("took 1.0 back: ", back);
        assertThat(PromotionBoard.of(back.getParent()).history())
                .extracting(PromotionBoard.Event::what)
                .containsExactly("rolled back");
    }

    private WorkflowJob job(String example) throws Exception {
        String file = example + ".Jenkinsfile";
        RUN.add(file);
        shop.commit(project, Files.readString(COOKBOOK.resolve(file)));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsScmFlowDefinition(new GitSCM(project.toString()), "Jenkinsfile"));
        return job;
    }

    private static SealedShop with(String stages) {
        return new SealedShop(keys.publicKey(), keys.secretKey(), stages, SealedShop.BOOKS);
    }

    private static TestDatabase newDatabase() throws Exception {
        TestDatabase made = PostgresServer.shared().newDatabase();
        SealedShop.addLogin(made);
        return made;
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = dev.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
