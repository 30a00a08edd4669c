package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.slaves.DumbSlave;
import hudson.tasks.Mailer;
import hudson.util.Secret;
import io.countersign.jenkins.configuration.ConfiguredPath;
import io.countersign.jenkins.configuration.CountersignConfiguration;
import io.countersign.jenkins.configuration.PublicKeyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What people who may write or replay a Jenkinsfile try in order to do without an approval. Needs git. */
@WithJenkins
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ForgeryTest {
    private static final String DEPLOY =
            "node('remote') { countersignDeploy release: zip, stage: 'DEMO', promotionPath: 'bookshop' }\n";

    @TempDir
    static Path databases;

    private static JenkinsRule jenkins;
    private static Bookshop shop;

    @BeforeAll
    static void open(JenkinsRule rule) throws Exception {
        jenkins = rule;
        DumbSlave agent = rule.createSlave("remote", "remote", null);
        agent.setNumExecutors(4);
        rule.waitOnline(agent);
        shop = Bookshop.open(rule, databases);
        ((MockAuthorizationStrategy) rule.jenkins.getAuthorizationStrategy())
                .grant(ReplayAction.REPLAY)
                .everywhere()
                .to("gina")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("gina");
    }

    @AfterEach
    void stop() throws Exception {
        shop.stopAll();
    }

    @Test
    void a_replay_with_another_script_gets_past_no_approval() throws Exception {
        WorkflowJob job = shop.waiting("replayed", "remote", "DEMO", DEPLOY);
        WorkflowRun original = shop.start(job);
        shop.awaitRequest(original, "DEMO");
        original.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(original));

        WorkflowRun without = replay(original, Bookshop.script("remote", "", DEPLOY));
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(without));
        jenkins.assertLogContains("[gate-refused]", without);
        jenkins.assertLogContains("1 customer", without);

        WorkflowRun waiting =
                replay(original, Bookshop.script("remote", Bookshop.review("DEMO"), Bookshop.approval("DEMO")));
        String url = shop.url(waiting, shop.awaitRequest(waiting, "DEMO"));
        WebResponse refused = shop.post("gina", url + "approve");
        assertThat(refused.getStatusCode()).isEqualTo(403);
        assertThat(refused.getContentAsString()).contains("gina started this build");
    }

    @Test
    void what_was_approved_in_one_run_is_no_approval_of_what_a_replay_made_of_it() throws Exception {
        WorkflowRun approved = shop.start(shop.waiting("approved", "remote", "DEMO", ""));
        String url = shop.url(approved, shop.awaitRequest(approved, "DEMO"));
        assertThat(shop.post("tom", url + "approve").getStatusCode()).isEqualTo(200);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(approved));

        String kept = approved.getRootDir() + "/countersign/reviews/1/evidence";
        WorkflowRun other = replay(approved, Bookshop.script("remote", """
                sh '''
                    sed -i 's/int/bigint/' src/db/changelog.xml
                    git commit --quiet --all -m 'More'
                    git tag --force -a -m '1.0' v1.0
                    rm -rf target
                '''
                countersignSeal releaseVersion: '1.0'
                sh "cp -n '%s'/approval-* target/bookshop-1.0-release.evidence/"
                """.formatted(kept), DEPLOY));
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(other));
        jenkins.assertLogContains("[gate-refused]", other);
    }

    @Test
    void an_approval_for_one_stage_is_none_for_another_under_its_name() throws Exception {
        WorkflowRun run =
                shop.start(shop.job("renamed", "remote", Bookshop.review("DEMO"), Bookshop.approval("DEMO") + """
                node('remote') {
                    countersignVerify release: zip, promotionPath: 'bookshop'
                    sh '''
                        cd target/bookshop-1.0-release.evidence
                        ls approval-DEMO-*.json
                        for n in 1 2; do
                            for f in approval-DEMO-*.json; do
                                cp $f approval-DUO-jenkins-$n.json
                                cp $f.asc approval-DUO-jenkins-$n.json.asc
                            done
                        done
                        sed -i 's/"DEMO"/"DUO"/' approval-DUO-jenkins-2.json
                    '''
                    countersignReview release: zip, stage: 'DUO', promotionPath: 'bookshop'
                }
                countersignApproval stage: 'DUO', promotionPath: 'bookshop'
                """));
        assertThat(shop.post("tom", shop.url(run, shop.awaitRequest(run, "DEMO")) + "approve")
                        .getStatusCode())
                .isEqualTo(200);
        String duo = shop.url(run, shop.awaitRequest(run, "DUO"));
        assertThat(shop.get("tom", duo + "json").getContentAsString()).contains("\"missing\" : \"2 customer\"");
    }

    @Test
    void parameters_and_variables_say_nothing_about_who_approves() throws Exception {
        WorkflowJob job = shop.job("told", "remote", Bookshop.review("DEMO"), """
                withEnv(['BUILD_USER_ID=tom', 'COUNTERSIGN_DIGEST=' + digest]) {
                    countersignAttest stage: 'DEMO', promotionPath: 'bookshop', input: params.APPROVER
                }
                """);
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("APPROVER", ""), new StringParameterDefinition("submitter", "")));
        WorkflowRun run = jenkins.assertBuildStatus(
                Result.FAILURE,
                job.scheduleBuild2(
                        0,
                        new ParametersAction(
                                new StringParameterValue("APPROVER", "tom"),
                                new StringParameterValue("submitter", "tom"))));
        jenkins.assertLogContains("[input-unknown]", run);
    }

    @Test
    void a_review_that_comes_later_does_not_change_what_people_have_before_their_eyes() throws Exception {
        WorkflowRun run = shop.start(shop.job("switched", "remote", Bookshop.review("DEMO"), """
                parallel(asked: { countersignApproval stage: 'DEMO', promotionPath: 'bookshop' }, switched: {
                    input id: 'Switch', message: 'now'
                    node('remote') {
                        sh '''
                            sed -i 's/int/bigint/' src/db/changelog.xml
                            git commit --quiet --all -m 'Another book'
                            git tag --force -a -m '1.0' v1.0
                            rm -rf target
                        '''
                        countersignSeal releaseVersion: '1.0'
                        countersignReview release: zip, stage: 'DEMO', promotionPath: 'bookshop'
                    }
                    echo 'SWITCHED'
                    input id: 'Go', message: 'on'
                })
                node('remote') { countersignDeploy release: zip, stage: 'DEMO', promotionPath: 'bookshop' }
                """));
        String url = shop.url(run, shop.awaitRequest(run, "DEMO"));
        jenkins.waitForMessage("now", run);
        String before = digest(shop.get("tom", url + "json"));
        shop.post("root", run.getUrl() + "input/Switch/proceedEmpty");
        jenkins.waitForMessage("SWITCHED", run);
        assertThat(digest(shop.get("tom", url + "json"))).isEqualTo(before);
        assertThat(digest(shop.post("tom", url + "approve"))).isEqualTo(before);
        shop.post("root", run.getUrl() + "input/Go/proceedEmpty");
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("[gate-refused]", run);
    }

    @Test
    void nobody_counts_twice_or_for_their_own_build_by_a_key_beside_the_account() throws Exception {
        User tom = User.getById("tom", true);
        User stan = User.getById("stan", true);
        WorkflowRun run = shop.start(shop.waiting("twofold", "remote", "DUO", ""));
        String url = shop.url(run, shop.awaitRequest(run, "DUO"));
        String signature = Bookshop.signature(
                Bookshop.CLEO,
                shop.get("cleo", url + "statement.json?role=customer")
                        .getContentAsString()
                        .getBytes(StandardCharsets.UTF_8));
        try {
            stan.addProperty(new Mailer.UserProperty("cleo@example.org"));
            assertThat(shop.post("cleo", url + "countersign", "role", "customer", "signature", signature)
                            .getContentAsString())
                    .contains("it is the key of stan, who started this build");
            stan.addProperty(new Mailer.UserProperty("stan@example.org"));

            assertThat(shop.post("tom", url + "approve").getStatusCode()).isEqualTo(200);
            tom.addProperty(new Mailer.UserProperty("cleo@example.org"));
            WebResponse byKey = shop.post("cleo", url + "countersign", "role", "customer", "signature", signature);
            assertThat(byKey.getStatusCode()).isEqualTo(403);
            assertThat(byKey.getContentAsString())
                    .contains("Cleo <cleo@example.org> has signed this release as customer, as jenkins/tom, already.");

            tom.addProperty(new Mailer.UserProperty("tom@example.org"));
            assertThat(shop.post("cleo", url + "countersign", "role", "customer", "signature", signature)
                            .getStatusCode())
                    .isEqualTo(200);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        } finally {
            tom.delete();
            stan.delete();
        }
    }

    @Test
    void a_long_chain_of_builds_hides_nobody() throws Exception {
        WorkflowRun run = shop.waiting("chained", "remote", "DEMO", "")
                .scheduleBuild2(0, new CauseAction(new Cause.UpstreamCause.DeeplyNestedUpstreamCause()))
                .waitForStart();
        WebResponse refused = shop.post("tom", shop.url(run, shop.awaitRequest(run, "DEMO")) + "approve");
        assertThat(refused.getStatusCode()).isEqualTo(403);
        assertThat(refused.getContentAsString()).contains("who started this build is not known");
    }

    @Test
    void an_account_does_not_add_to_the_approval_of_its_owners_key() throws Exception {
        User tom = User.getById("tom", true);
        tom.addProperty(new Mailer.UserProperty("cleo@example.org"));
        WorkflowRun run = shop.start(shop.waiting("keyfirst", "remote", "DUO", ""));
        String url = shop.url(run, shop.awaitRequest(run, "DUO"));
        try {
            String signature = Bookshop.signature(
                    Bookshop.CLEO,
                    shop.get("cleo", url + "statement.json?role=customer")
                            .getContentAsString()
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(shop.post("cleo", url + "countersign", "role", "customer", "signature", signature)
                            .getStatusCode())
                    .isEqualTo(200);
            assertThat(shop.post("tom", url + "approve").getContentAsString())
                    .contains("tom has signed this release as customer, as Cleo <cleo@example.org>, already.");
        } finally {
            tom.delete();
        }
    }

    @Test
    void keys_that_were_taken_away_while_a_build_waits_are_named_plainly() throws Exception {
        List<com.cloudbees.plugins.credentials.Credentials> all =
                SystemCredentialsProvider.getInstance().getCredentials();
        StringCredentialsImpl key = new StringCredentialsImpl(
                CredentialsScope.SYSTEM, "cleo-key", "", Secret.fromString(Bookshop.CLEO.publicKey()));
        all.add(key);
        ConfiguredPath path = CountersignConfiguration.get().getPaths().get(0);
        List<PublicKeyFile> before = path.getKeys();
        PublicKeyFile byCredentials = new PublicKeyFile("keys/cleo.asc");
        byCredentials.setCredentialsId("cleo-key");
        path.setKeys(List.of(byCredentials, before.get(1)));
        try {
            WorkflowRun run = shop.start(shop.waiting("keyless", "remote", "DEMO", ""));
            String url = shop.url(run, shop.awaitRequest(run, "DEMO"));
            all.remove(key);
            assertThat(shop.post("tom", url + "approve").getContentAsString()).contains("[credentials-missing]");
            assertThat(shop.get("tom", url + "json").getContentAsString()).contains("[credentials-missing]");
            try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
                web.login("tom");
                assertThat(web.goTo(url).asNormalizedText())
                        .contains("[credentials-missing]")
                        .contains("\"cleo-key\"");
            }
            assertThat(run.isBuilding())
                    .as("waits until it can be judged again")
                    .isTrue();
            all.add(key);
            assertThat(shop.post("tom", url + "approve").getStatusCode()).isEqualTo(200);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        } finally {
            all.remove(key);
            path.setKeys(before);
        }
    }

    private static String digest(WebResponse response) {
        assertThat(response.getStatusCode()).as(response.getContentAsString()).isEqualTo(200);
        String text = response.getContentAsString();
        int at = text.indexOf("\"digest\" : \"");
        return text.substring(at, at + 76);
    }

    private static WorkflowRun replay(WorkflowRun run, String script) throws Exception {
        try (ACLContext ignored = ACL.as2(User.getById("gina", true).impersonate2())) {
            return (WorkflowRun) run.getAction(ReplayAction.class)
                    .run2(script, Map.of())
                    .getFuture()
                    .waitForStart();
        }
    }
}
