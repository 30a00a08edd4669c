package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.User;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.jenkins.approval.ApprovalAction;
import io.countersign.signature.openpgp.KeyMaker;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jenkins.security.ApiTokenProperty;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Jenkins, a process of its own, is killed without warning and started again; its agent, another process, lives on. The database
 * is a real PostgreSQL, and the release has a changeset that waits for a lock which the test holds. The agent has never deployed
 * before. Needs git.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KilledJenkinsTest {
    private static final int GATE = 4713;
    private static final String AGENT = "far";

    private static final String CHANGELOG = SealedShop.BOOKS + """
            --changeset ann:wait
            SELECT pg_advisory_xact_lock_shared(4713);
            --rollback SELECT 1;
            """;

    private static final String SCRIPT = """
            countersignApproval stage: 'DEV', promotionPath: 'bookshop'
            echo 'goes on'
            node('far') {
                def d = countersignDeploy release: 'target/bookshop-1.0-release.zip', stage: 'DEV',
                    promotionPath: 'bookshop', keyCredentialsId: 'operator', lockTimeout: 120
                echo "repeated ${d.repeated}, operation ${d.receipt.operation}"
            }
            """;

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .withHttpListenAddress("127.0.0.1")
            .withTimeout(0)
            .javaOptions(
                    "-Xmx1g",
                    // in tests Jenkins waits 15 seconds for an agent; where many build at once it takes longer to come
                    // back
                    "-Dorg.jenkinsci.plugins.workflow.support.pickles.ExecutorPickle.timeoutForNodeMillis=120000",
                    "-Djenkins.model.Jenkins.slaveAgentPort=-1",
                    "-Djenkins.model.Jenkins.slaveAgentPortEnforce=true");

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir
    private Path folder;

    private TestDatabase dev;

    @BeforeEach
    void a_build_that_waits_for_approval() throws Throwable {
        dev = PostgresServer.shared().newDatabase();
        KeyMaker.MadeKey operator = KeyMaker.make(
                "Olga <olga@example.org>",
                Instant.now().minusSeconds(60),
                Optional.empty(),
                io.countersign.secret.Secret.none());
        SealedShop shop = new SealedShop(operator.publicKey(), operator.secretKey(), stages(), CHANGELOG);
        Path configuration = Files.writeString(folder.resolve("jenkins.yaml"), configuration(shop));
        jenkins.extraEnv("CASC_JENKINS_CONFIG", configuration.toString());
        jenkins.startJenkins();
        agents.createAgent(
                jenkins,
                InboundAgentExtension.Options.newBuilder()
                        .name(AGENT)
                        .webSocket()
                        .build());
        String sealed = shop.sealed(AGENT, "countersignReview release: zip, stage: 'DEV', promotionPath: 'bookshop'\n");
        jenkins.runRemotely(KilledJenkinsTest::build, sealed + SCRIPT);
    }

    @Test
    void the_build_goes_on_where_jenkins_was_killed_while_it_waited_and_while_an_agent_deployed() throws Throwable {
        kill();
        jenkins.startJenkins();
        approve();
        String before;
        try (Connection held = dev.connect()) {
            ask(held, "SELECT count(*) FROM pg_advisory_lock(" + GATE + ")");
            jenkins.runRemotely(KilledJenkinsTest::awaitLine, "goes on");
            awaitCount(1, waiters());
            freeze();
            try {
                ask(held, "SELECT count(*) FROM pg_advisory_unlock_all()");
                // the agent finishes what it has begun, and nobody hears of it
                awaitCount(1, "SELECT count(*) FROM countersign.ledger WHERE body LIKE '%succeeded%'");
                before = changes();
            } finally {
                kill();
            }
        }
        jenkins.startJenkins();
        assertThat(jenkins.runRemotely(KilledJenkinsTest::log))
                .contains("Jenkins was started again while this step ran.")
                .contains("repeated true, operation ");
        assertThat(changes()).isEqualTo(before);
        assertDeployedOnce();
    }

    @Test
    void a_deployment_that_was_cut_off_is_done_again() throws Throwable {
        approve();
        try (Connection held = dev.connect()) {
            ask(held, "SELECT count(*) FROM pg_advisory_lock(" + GATE + ")");
            awaitCount(1, waiters());
            kill();
            agents.stop(AGENT);
            awaitCount(0, waiters());
            ask(held, "SELECT count(*) FROM pg_advisory_unlock_all()");
        }
        jenkins.startJenkins();
        agents.startOnly(
                jenkins,
                InboundAgentExtension.Options.newBuilder()
                        .name(AGENT)
                        .webSocket()
                        .build());
        assertThat(jenkins.runRemotely(KilledJenkinsTest::log))
                .contains("Jenkins was started again while this step ran.")
                .contains("repeated false, operation ");
        assertDeployedOnce();
    }

    /** A process that answers nobody any more, and whose connections stay open: otherwise the agent would start itself anew. */
    private void freeze() throws IOException, InterruptedException {
        String pid = String.valueOf(jenkins.getProcess().pid());
        assertThat(new ProcessBuilder("kill", "-STOP", pid).inheritIO().start().waitFor())
                .isZero();
    }

    private void kill() throws InterruptedException {
        Process process = jenkins.getProcess();
        jenkins.stopJenkinsForcibly();
        process.waitFor();
    }

    private void assertDeployedOnce() throws SQLException {
        try (Connection connection = dev.connect()) {
            assertThat(ask(connection, "SELECT count(*) FROM databasechangelog"))
                    .isEqualTo(2);
            assertThat(ask(connection, "SELECT count(*) FROM countersign.ledger WHERE body LIKE '%succeeded%'"))
                    .isEqualTo(1);
        }
    }

    /** When each change was made. */
    private String changes() throws SQLException {
        try (Connection connection = dev.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT string_agg(dateexecuted::text, ' ') FROM databasechangelog")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String waiters() {
        return "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = " + GATE;
    }

    /** The database is asked again and again; its own clock is the pause. */
    private void awaitCount(int count, String query) throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        try (Connection connection = dev.connect()) {
            while (ask(connection, query) != count) {
                assertThat(System.nanoTime()).as(query).isLessThan(end);
                ask(connection, "SELECT count(*) FROM pg_sleep(0.2)");
            }
        }
    }

    private static int ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** As tom's own script does. */
    private void approve() throws Throwable {
        String[] found = jenkins.runRemotely(KilledJenkinsTest::approval);
        HttpRequest request = HttpRequest.newBuilder(URI.create(new URL(jenkins.getUrl(), found[0]).toString()))
                .header("Accept", "application/json")
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("tom:" + found[1]).getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private String stages() {
        return """
                version: 1
                attestors:
                  jenkins: { keys: [ attestor.asc ] }
                roles:
                  customer: { accounts: [ jenkins/tom ] }
                  operator: { keys: [ keys/operator.asc ] }
                stages:
                  - name: DEV
                    approvals: 1 customer
                    receipts: operator
                    targets: [ { name: dev, %s } ]
                """.formatted(SealedShop.target(dev));
    }

    private String configuration(SealedShop shop) {
        return """
                jenkins:
                  securityRealm:
                    local:
                      allowsSignup: false
                      users:
                        - { id: tom, password: "%1$s" }
                        - { id: stan, password: "%1$s" }
                  authorizationStrategy:
                    loggedInUsersCanDoAnything: { allowAnonymousRead: false }
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - usernamePassword:
                              { scope: SYSTEM, id: %2$s, username: %2$s, password: "%1$s" }
                          - string:
                              scope: GLOBAL
                              id: operator
                              secret: |
                %3$s
                unclassified:
                  countersign:
                    paths:
                      - name: bookshop
                        stages: |
                %4$s
                        keys:
                          - file: keys/operator.asc
                            text: |
                %5$s
                """.formatted(
                        dev.password(),
                        dev.name(),
                        shop.secretKey().indent(16),
                        shop.stages().indent(12),
                        shop.publicKey().indent(16));
    }

    // What follows runs in the process of that Jenkins.

    private static void build(JenkinsRule there, String script) throws Exception {
        WorkflowJob job = there.createProject(WorkflowJob.class, "bookshop");
        job.setDefinition(new CpsFlowDefinition(script, true));
        job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("stan"))).waitForStart();
        awaitLine(there, "approves for DEV:");
    }

    private static WorkflowRun run(JenkinsRule there) {
        return there.jenkins.getItemByFullName("bookshop", WorkflowJob.class).getBuildByNumber(1);
    }

    private static void awaitLine(JenkinsRule there, String line) throws Exception {
        there.waitForMessage(line, run(there));
    }

    /** Where tom approves, and a token of his. */
    private static String[] approval(JenkinsRule there) throws IOException {
        WorkflowRun run = run(there);
        User tom = User.getById("tom", false);
        String token = tom.getProperty(ApiTokenProperty.class).generateNewToken("test").plainValue;
        tom.save();
        String id = run.getAction(ApprovalAction.class).getPages().get(0).getId();
        return new String[] {run.getUrl() + "countersign-approval/" + id + "/approve", token};
    }

    private static String log(JenkinsRule there) throws Exception {
        WorkflowRun run = run(there);
        there.assertBuildStatusSuccess(there.waitForCompletion(run));
        return JenkinsRule.getLog(run);
    }
}
