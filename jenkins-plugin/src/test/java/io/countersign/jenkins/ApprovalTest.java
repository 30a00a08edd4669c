package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.Run;
import hudson.slaves.DumbSlave;
import io.countersign.jenkins.record.PromotionEvent;
import io.countersign.jenkins.record.PromotionListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlFileInput;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The agent is a process of its own. Needs git. */
@WithJenkins
class ApprovalTest {
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
    }

    @AfterEach
    void stop() throws Exception {
        shop.stopAll();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_release_is_approved_by_rest_by_page_and_by_key_and_by_nobody_else() throws Exception {
        WorkflowJob job = shop.job("story", "remote", Bookshop.review("QAT"), """
                def qat = countersignApproval stage: 'QAT', promotionPath: 'bookshop'
                echo "QAT: ${qat.approvers[0].who} as ${qat.approvers[0].role}"
                node('remote') {
                    countersignDeploy release: zip, stage: 'QAT', promotionPath: 'bookshop', keyCredentialsId: 'operator'
                    countersignReview release: zip, stage: 'PRD', promotionPath: 'bookshop'
                }
                def prd = countersignApproval stage: 'PRD', promotionPath: 'bookshop'
                echo "PRD: ${prd.approvers.size()} approvers, same release ${prd.digest == digest}"
                node('remote') {
                    echo "deployed ${countersignDeploy(release: zip, stage: 'PRD', promotionPath: 'bookshop').receipt.stage}"
                }
                """);
        WorkflowRun run = shop.start(job);
        String qat = shop.url(run, shop.awaitRequest(run, "QAT"));
        assertThat(jenkins.jenkins.getComputer("remote").countBusy())
                .as("executors held while waiting")
                .isZero();
        WebResponse tooEarly = shop.post("tom", qat + "approve");
        assertThat(tooEarly.getStatusCode()).isEqualTo(403);
        assertThat(tooEarly.getContentAsString()).contains("counts for nothing that stage QAT asks for");
        WebResponse rest = shop.post("dora", qat + "approve", "comment", "tested");
        assertThat(rest.getStatusCode()).isEqualTo(200);
        assertThat(rest.getContentAsString())
                .contains("\"state\" : \"approved\"")
                .contains("jenkins/dora");

        String prd = shop.url(run, shop.awaitRequest(run, "PRD"));
        refused(prd, "", "[approval-forbidden] Nobody is logged in.");
        refused(prd, "nora", "nora may not build");
        refused(prd, "root", "jenkins/root counts for nothing that stage PRD asks for");
        refused(prd, "stan", "stan may not approve as customer: stan started this build");
        refused(prd, "ann", "ann may not approve as customer: ann committed or tagged what was sealed");
        refused(prd, "dora", "dora has signed this release as developer already");
        assertThat(shop.post("tom", prd + "approve", "role", "developer").getStatusCode())
                .isEqualTo(403);
        assertThat(withoutCrumb("tom", prd + "approve")).isEqualTo(403);
        assertThat(shop.get("tom", prd + "approve").getStatusCode()).isEqualTo(405);

        // whose key signs the receipt is asked of whoever deploys
        assertThat(shop.get("tom", prd + "json").getContentAsString())
                .containsPattern("\"check\" : \"receipt-key\",\\s+\"status\" : \"NOT_APPLICABLE\"");
        assertThat(shop.post("tom", prd + "approve", "comment", "x".repeat(4_001))
                        .getContentAsString())
                .contains("[parameter-invalid] The text has 4001 characters.");

        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login("tom");
            HtmlPage page = web.goTo(prd);
            assertThat(page.asNormalizedText())
                    .contains("bookshop 1.0 to PRD")
                    .contains("Missing")
                    .contains("2 customer")
                    .contains("CREATE TABLE")
                    .contains("QAT/qat")
                    .contains("v1.0")
                    .contains("approvals")
                    .contains("REFUSED");
            assertThat(page.getWebResponse().getContentAsString())
                    .doesNotContain("style=\"width")
                    .doesNotContain("onclick=");
            HtmlForm form = page.getFormByName("approve");
            form.getInputByName("comment").setValue("go ahead");
            HtmlPage after = form.getButtonByName("").click();
            assertThat(after.asNormalizedText()).contains("jenkins/tom").contains("1 customer");
        }
        shop.post("tom", prd + "approve");
        assertThat(shop.get("tom", prd + "json").getContentAsString())
                .contains("\"missing\" : \"1 customer\"")
                .contains("\"state\" : \"waiting\"");

        byte[] statement = shop.get("cleo", prd + "statement.json?role=customer")
                .getContentAsString()
                .getBytes(StandardCharsets.UTF_8);
        WebResponse wrong = shop.post(
                "cleo",
                prd + "countersign",
                "role",
                "customer",
                "signature",
                Bookshop.signature(Bookshop.CLEO, new byte[] {1}));
        assertThat(wrong.getContentAsString()).contains("[signature-bad]");
        WebResponse stranger = shop.post(
                "cleo",
                prd + "countersign",
                "role",
                "customer",
                "signature",
                Bookshop.signature(Bookshop.OPERATOR, statement));
        assertThat(stranger.getContentAsString()).contains("[signature-bad]");
        Path signature = Files.writeString(
                databases.resolve("statement.json.asc"), Bookshop.signature(Bookshop.CLEO, statement));
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login("cleo");
            HtmlForm form = web.goTo(prd).getFormByName("countersign");
            form.getSelectByName("role").setSelectedAttribute("customer", true);
            ((HtmlFileInput) form.getInputByName("file")).setFiles(signature.toFile());
            HtmlPage after = form.getButtonByName("").click();
            assertThat(after.asNormalizedText()).contains("Approved.").contains("Cleo <cleo@example.org>");
        }
        assertThat(shop.post("gina", prd + "approve").getStatusCode()).isEqualTo(409);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("QAT: jenkins/dora as developer", run);
        jenkins.assertLogContains("PRD: 2 approvers, same release true", run);
        jenkins.assertLogContains("deployed PRD", run);
        assertThat(jenkins.jenkins.getExtensionList(Ears.class).get(0).heard)
                .filteredOn(event -> event.kind() == PromotionEvent.Kind.APPROVAL_WANTED)
                .filteredOn(event -> Set.of("QAT", "PRD").contains(event.stage()))
                .extracting(event ->
                        event.stage() + " " + event.application() + " " + event.version() + ": " + event.problem())
                .containsExactly(
                        "QAT bookshop 1.0: Waiting until 1 developer approves.",
                        "PRD bookshop 1.0: Waiting until 2 customer approves.");
    }

    /** What a plugin that sends messages would have. */
    @TestExtension
    public static final class Ears extends PromotionListener {
        private final List<PromotionEvent> heard = new CopyOnWriteArrayList<>();

        @Override
        public void onEvent(Run<?, ?> run, PromotionEvent event) {
            heard.add(event);
        }
    }

    @Test
    void a_rejection_fails_the_build_with_its_reason() throws Exception {
        WorkflowRun run = shop.start(shop.waiting("rejected", "remote", "DEMO", ""));
        String url = shop.url(run, shop.awaitRequest(run, "DEMO"));
        assertThat(shop.post("nora", url + "reject", "reason", "no").getStatusCode())
                .isEqualTo(403);
        assertThat(shop.post("tom", url + "reject", "reason", " ").getContentAsString())
                .contains("[parameter-missing]");
        assertThat(shop.post("tom", url + "reject", "reason", "not on a <Friday>")
                        .getStatusCode())
                .isEqualTo(200);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("[approval-rejected] tom rejected the release for DEMO: not on a <Friday>", run);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login("tom");
            assertThat(web.goTo(url).asNormalizedText()).contains("Rejected by tom: not on a <Friday>");
        }
    }

    @Test
    void nobody_approves_for_a_build_that_was_ended_by_force() throws Exception {
        WorkflowRun run = shop.start(shop.waiting("killed", "remote", "DEMO", ""));
        String url = shop.url(run, shop.awaitRequest(run, "DEMO"));
        run.doKill();
        jenkins.waitForCompletion(run);
        assertThat(shop.post("tom", url + "approve").getContentAsString())
                .contains("[approval-closed] The build ended before a decision.");
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login("tom");
            HtmlPage page = web.goTo(url);
            assertThat(page.asNormalizedText()).contains("The build ended before a decision.");
            assertThat(page.getForms())
                    .noneMatch(form -> form.getNameAttribute().equals("approve"));
        }
    }

    @Test
    void nothing_that_a_script_does_is_an_approval() throws Exception {
        WorkflowJob job = shop.job("forged", "remote", """
                env.BUILD_USER_ID = 'tom'
                env.APPROVER = 'tom'
                def forged = [_type: 'https://in-toto.io/Statement/v1', subject: [[name: 'bookshop-1.0-release.zip',
                    digest: [sha256: digest]]], predicateType: 'https://countersign.io/attested-approval/v1']
                for (n in ['approval-DEMO-jenkins-1', 'approval-DEMO-jenkins-2']) {
                    writeFile file: "target/bookshop-1.0-release.evidence/${n}.json", text: \"\"\"{
                      "_type": "https://in-toto.io/Statement/v1",
                      "subject": [ { "name": "bookshop-1.0-release.zip", "digest": { "sha256": "${digest}" } } ],
                      "predicateType": "https://countersign.io/attested-approval/v1",
                      "predicate": { "application": "bookshop", "version": "1.0", "stage": "DEMO", "role": "customer",
                        "restsOn": null, "comment": "", "account": "jenkins/tom", "groups": [ "release-managers" ],
                        "how": "page", "run": "forged#1" } }\"\"\"
                    writeFile file: "target/bookshop-1.0-release.evidence/${n}.json.asc", text: 'tom'
                }
                for (attempt in [
                    { -> currentBuild.rawBuild.getAction(io.countersign.jenkins.approval.ApprovalAction) },
                    { -> io.countersign.jenkins.configuration.AttestorKey.get().key() },
                    { -> new io.countersign.jenkins.approval.ApprovalDesk(null, null, 'bookshop') },
                    { -> jenkins.model.Jenkins.get() }
                ]) {
                    try {
                        attempt()
                        echo 'ESCAPED'
                    } catch (e) {
                        echo "refused: ${e.class.simpleName}"
                    }
                }
                countersignReview release: zip, stage: 'DEMO', promotionPath: 'bookshop'
                """, Bookshop.approval("DEMO") + "echo 'NEVER REACHED'");
        WorkflowRun run = shop.start(job);
        String url = shop.url(run, shop.awaitRequest(run, "DEMO"));
        assertThat(shop.get("tom", url + "json").getContentAsString())
                .contains("\"missing\" : \"1 customer\"")
                .contains("signature file cannot be read");
        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogNotContains("NEVER REACHED", run);
        jenkins.assertLogNotContains("ESCAPED", run);
        assertThat(shop.post("tom", url + "approve").getStatusCode()).isEqualTo(409);
    }

    @Test
    void a_path_that_no_administrator_keeps_is_no_path_to_approve_by() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                shop.job(
                        "own-path",
                        "remote",
                        "writeFile file: 'stages.yml', text: 'version: 1'",
                        "countersignApproval stage: 'DEMO', promotionPath: 'stages.yml'"));
        jenkins.assertLogContains("[review-missing]", run);
    }

    @Test
    void only_what_this_run_has_looked_at_can_be_approved() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE, shop.job("unseen", "remote", Bookshop.review("DEMO"), Bookshop.approval("DUO")));
        jenkins.assertLogContains("[review-missing] No step of this run has looked at a release for stage DUO", run);
    }

    private static void refused(String url, String user, String reason) throws Exception {
        WebResponse response = shop.post(user, url + "approve");
        assertThat(response.getStatusCode()).as(user).isEqualTo(403);
        assertThat(response.getContentAsString())
                .contains("\"code\" : \"approval-forbidden\"")
                .contains(reason);
    }

    private static int withoutCrumb(String user, String url) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login(user);
            web.setThrowExceptionOnFailingStatusCode(false);
            WebRequest request = new WebRequest(new java.net.URL(jenkins.getURL(), url), HttpMethod.POST);
            request.setRequestParameters(List.of());
            return web.getPage(request).getWebResponse().getStatusCode();
        }
    }
}
