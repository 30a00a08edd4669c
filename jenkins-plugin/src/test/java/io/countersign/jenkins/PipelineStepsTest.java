package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Needs git and gpg. The agent is a process of its own, so everything a step does has passed a real channel. */
@WithJenkins
class PipelineStepsTest {
    private static final String PASSWORD = "quite-a-secret";

    @Test
    void a_release_goes_to_the_first_stage_on_an_agent_and_no_further(JenkinsRule jenkins) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("remote"));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "bookshop");
        job.setDefinition(new CpsFlowDefinition(script(), true));

        WorkflowRun poor = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("[credentials-missing] This job may use no such credentials \"dev-database\"", poor);
        agent.getWorkspaceFor(job).deleteRecursive();

        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "dev-database", "", "ann", PASSWORD));
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("Running on " + agent.getNodeName(), run);
        jenkins.assertLogContains("same digest: true, of 64 digits", run);
        jenkins.assertLogContains("planned same: true", run);
        jenkins.assertLogContains("DEV open: true, refusals []", run);
        jenkins.assertLogContains("deployed to DEV, repeated false", run);
        jenkins.assertLogContains("again, repeated true", run);
        jenkins.assertLogContains("board: DEV has 1.0, drift false", run);
        jenkins.assertLogContains("QAT open: false, refused true", run);
        jenkins.assertLogContains("ERROR: [gate-refused]", run);
        jenkins.assertLogNotContains("never reached", run);
        jenkins.assertLogNotContains("\tat io.countersign", run);
        jenkins.assertLogNotContains(PASSWORD, run);
        assertThat(Path.of(
                        agent.getWorkspaceFor(job).child("databases/dev.mv.db").getRemote()))
                .exists();
        assertThat(agent.getWorkspaceFor(job).isRemote()).isTrue();
    }

    @Test
    void every_field_survives_the_form(JenkinsRule jenkins) throws Exception {
        StepConfigTester form = new StepConfigTester(jenkins);

        CheckStep check = new CheckStep("target/a-release.zip", "QAT");
        check.setStages("deploy/stages.yml");
        check.setTarget("qat-2");
        check.setEvidence("evidence");
        check.setKeyCredentialsId("operator");
        check.setPassphraseCredentialsId("operator-passphrase");
        check.setFailOnRefusal(false);
        jenkins.assertEqualDataBoundBeans(check, form.configRoundTrip(check));

        DeployStep deploy = new DeployStep("target/a-release.zip", "PRD");
        deploy.setLockTimeout(5);
        deploy.setKeyCredentialsId("operator");
        jenkins.assertEqualDataBoundBeans(deploy, form.configRoundTrip(deploy));

        PlanStep plan = new PlanStep("target/a-release.zip", "PRD");
        plan.setTarget("prd");
        plan.setPromotionPath("bookshop");
        jenkins.assertEqualDataBoundBeans(plan, form.configRoundTrip(plan));

        VerifyStep verify = new VerifyStep("target/a-release.zip");
        verify.setStages("stages.yml");
        verify.setPromotionPath("bookshop");
        jenkins.assertEqualDataBoundBeans(verify, form.configRoundTrip(verify));

        StatusStep status = new StatusStep();
        status.setStage("PRD");
        status.setPromotionPath("bookshop");
        jenkins.assertEqualDataBoundBeans(status, form.configRoundTrip(status));

        ApprovalStep approval = new ApprovalStep("target/a-release.zip", "PRD", "bookshop");
        approval.setTarget("prd");
        approval.setEvidence("evidence");
        jenkins.assertEqualDataBoundBeans(approval, form.configRoundTrip(approval));

        AttestStep attest = new AttestStep("target/a-release.zip", "PRD", "bookshop");
        attest.setInput("Go");
        jenkins.assertEqualDataBoundBeans(attest, form.configRoundTrip(attest));

        SealStep seal = new SealStep();
        seal.setConfiguration("app/countersign.yml");
        seal.setReleaseVersion("1.4.0");
        seal.setOutput("out");
        seal.setPreliminary(true);
        jenkins.assertEqualDataBoundBeans(seal, form.configRoundTrip(seal));
    }

    private static String script() throws Exception {
        try (InputStream in = PipelineStepsTest.class.getResourceAsStream("promotion.groovy")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
