package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Needs git. */
class ApprovalRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    Path databases;

    private String url = "";

    @Test
    void waiting_and_what_was_approved_survive_a_restart() throws Throwable {
        sessions.then(jenkins -> {
            Bookshop shop = Bookshop.open(jenkins, databases);
            WorkflowRun run = shop.start(shop.job("patient", "", Bookshop.review("DUO"), """
                    def result = countersignApproval stage: 'DUO', promotionPath: 'bookshop'
                    echo "approved by ${result.approvers.size()}"
                    node {
                        def deployed = countersignDeploy release: zip, stage: 'DUO', promotionPath: 'bookshop'
                        echo "deployed ${deployed.receipt.stage}"
                    }
                    """));
            url = shop.url(run, shop.awaitRequest(run, "DUO"));
            assertThat(shop.post("tom", url + "approve").getContentAsString()).contains("\"missing\" : \"1 customer\"");
        });
        sessions.then(jenkins -> {
            Bookshop shop = Bookshop.open(jenkins, databases);
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("patient", WorkflowJob.class)
                    .getBuildByNumber(1);
            assertThat(shop.get("tom", url + "json").getContentAsString())
                    .contains("\"state\" : \"waiting\"")
                    .contains("\"missing\" : \"1 customer\"");
            assertThat(shop.post("gina", url + "approve").getStatusCode()).isEqualTo(200);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("approved by 2", run);
            jenkins.assertLogContains("deployed DUO", run);
        });
    }
}
