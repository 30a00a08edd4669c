package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * What can happen to a step while its agent deploys. The agent is a process of its own and the database a real PostgreSQL;
 * the release has a changeset that waits for a lock which the test holds, so that every deployment stops half-way.
 */
@WithJenkins
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class DeployRobustnessTest {
    private static final int GATE = 4711;

    private static final String WAITING = SealedShop.BOOKS + """
            --changeset ann:wait
            SELECT pg_advisory_xact_lock_shared(4711);
            --rollback SELECT 1;
            --changeset ann:author
            CREATE TABLE author (id INT PRIMARY KEY);
            --rollback DROP TABLE author;
            """;

    private static final String DEPLOY =
            "def d = countersignDeploy release: zip, stage: 'DEV', keyCredentialsId: 'developer-key', lockTimeout: 40\n"
                    + "echo \"repeated ${d.repeated}, recovered ${d.recovered != null}\"\n";

    @TempDir
    private static Path folder;

    private static JenkinsRule jenkins;
    private static SealedShop keys;

    private TestDatabase dev;
    private WorkflowJob job;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        rule.createOnlineSlave(Label.get("remote"));
        rule.createOnlineSlave(Label.get("remote"));
        keys = SealedShop.make(folder, "", "");
        keys.addKey();
    }

    @BeforeEach
    void a_database_of_its_own() throws Exception {
        dev = PostgresServer.shared().newDatabase();
        TestDatabase qat = PostgresServer.shared().newDatabase();
        SealedShop.addLogin(dev);
        SealedShop.addLogin(qat);
        SealedShop shop = new SealedShop(
                keys.publicKey(),
                keys.secretKey(),
                SealedShop.path(SealedShop.target(dev), SealedShop.target(qat)),
                WAITING);
        job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(shop.sealed("remote", DEPLOY), true));
    }

    @Test
    void an_abort_takes_everything_back_and_says_so() throws Exception {
        try (Connection held = holdGate()) {
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            awaitWaiters(1);
            run.getExecutor().doStop();
            jenkins.waitForMessage("Asked to stop", run);
            assertThat(run.isBuilding()).as("it waits for the agent").isTrue();
            release(held);
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("[interrupted]", run);
            jenkins.assertLogContains("DEV/dev is unchanged.", run);
        }
        assertThat(tables()).isZero();
        WorkflowRun again = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("repeated false, recovered false", again);
        assertThat(tables()).isEqualTo(2);
    }

    @Test
    void a_timeout_takes_everything_back_too() throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                ((CpsFlowDefinition) job.getDefinition())
                        .getScript()
                        .replace("def d =", "timeout(time: 5, unit: 'SECONDS') {")
                        .replace("lockTimeout: 40\n", "lockTimeout: 40 }\n")
                        .replace("echo \"repeated", "echo \"no"),
                true));
        try (Connection held = holdGate()) {
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Asked to stop", run);
            awaitWaiters(1);
            release(held);
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("DEV/dev is unchanged.", run);
        }
        assertThat(tables()).isZero();
    }

    @Test
    void a_lost_agent_is_told_plainly_and_the_next_deployment_sets_it_right() throws Exception {
        DumbSlave mortal = jenkins.createOnlineSlave(Label.get("mortal"));
        String script = ((CpsFlowDefinition) job.getDefinition()).getScript();
        job.setDefinition(new CpsFlowDefinition(script.replace("node('remote')", "node('mortal')"), true));
        try (Connection held = holdGate()) {
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            awaitWaiters(1);
            long pid = mortal.getChannel().call(new OwnPid());
            assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("[agent-lost]", run);
            jenkins.assertLogNotContains("\tat io.countersign", run);
            release(held);
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun again = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("repeated false, recovered true", again);
        assertThat(tables()).isEqualTo(2);
    }

    @Test
    void of_two_builds_that_race_one_deploys_and_the_other_waits_and_finds_it_done() throws Exception {
        try (Connection held = holdGate()) {
            WorkflowRun first = job.scheduleBuild2(0).waitForStart();
            awaitWaiters(1);
            WorkflowRun second = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Waiting for", second);
            jenkins.waitForMessage("deploy bookshop 1.0", second);
            release(held);
            jenkins.assertLogContains(
                    "repeated false", jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(first)));
            jenkins.assertLogContains(
                    "repeated true", jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(second)));
        }
        assertThat(tables()).isEqualTo(2);
    }

    private Connection holdGate() throws Exception {
        Connection connection = dev.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + GATE + ")");
        }
        return connection;
    }

    private static void release(Connection held) throws Exception {
        try (Statement statement = held.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + GATE + ")");
        }
    }

    /** The database is asked again and again; its own clock is the pause. */
    private void awaitWaiters(int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (waiters() != count) {
            assertThat(System.nanoTime())
                    .as("the deployment reached its gate in time")
                    .isLessThan(end);
        }
    }

    private int waiters() throws Exception {
        return count(
                "SELECT count(*) FROM pg_sleep(0.1), pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = "
                        + GATE);
    }

    private int tables() throws Exception {
        return count("SELECT count(*) FROM pg_tables WHERE tablename IN ('book', 'author')");
    }

    private int count(String query) throws Exception {
        try (Connection connection = dev.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** The process id of an agent. */
    private static final class OwnPid extends MasterToSlaveCallable<Long, RuntimeException> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }
}
