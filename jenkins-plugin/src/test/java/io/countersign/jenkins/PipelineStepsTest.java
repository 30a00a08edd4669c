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
        jenkins.assertLogContains("countersignApprove stage: 'QAT'", run);
        jenkins.assertLogNotContains("countersign:", run);
        jenkins.assertLogNotContains("-Dcountersign.", run);
        jenkins.assertLogNotContains("never reached", run);
        jenkins.assertLogNotContains("\tat io.countersign", run);
        jenkins.assertLogNotContains(PASSWORD, run);
        assertThat(Path.of(
                        agent.getWorkspaceFor(job).child("databases/dev.mv.db").getRemote()))
                .exists();
        assertThat(agent.getWorkspaceFor(job).isRemote()).isTrue();
    }

    private static String script() throws Exception {
        try (InputStream in = PipelineStepsTest.class.getResourceAsStream("promotion.groovy")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
