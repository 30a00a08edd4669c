package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Needs git. */
@WithJenkins
class AttestTest {
    private static final String QUESTION = "\"Approve bookshop 1.0 (${digest.substring(0, 12)}) for DEMO?\"";

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
    void an_answered_input_is_an_approval_by_whoever_answered_it() throws Exception {
        WorkflowRun run = answered("by-tom", QUESTION, "tom", "", Result.SUCCESS);
        jenkins.assertLogContains("attested true by jenkins/tom", run);
        jenkins.assertLogContains("deployed DEMO", run);
    }

    @Test
    void an_administrator_outside_the_policy_may_answer_and_does_not_count() throws Exception {
        WorkflowRun run = answered("by-root", QUESTION, "root", "", Result.FAILURE);
        jenkins.assertLogContains("[approval-forbidden] jenkins/root counts for nothing that stage DEMO asks for", run);
    }

    @Test
    void whoever_started_the_build_does_not_count() throws Exception {
        WorkflowRun run = answered("by-stan", QUESTION, "stan", "", Result.FAILURE);
        jenkins.assertLogContains(
                "[approval-forbidden] stan may not approve as customer: stan started this build", run);
    }

    @Test
    void an_answer_to_another_question_is_no_approval() throws Exception {
        WorkflowRun run = answered("other-question", "'Fancy a coffee?'", "tom", "", Result.FAILURE);
        jenkins.assertLogContains("[input-unknown] The message of the input step was \"Fancy a coffee?\".", run);
    }

    @Test
    void an_input_of_another_run_is_no_approval() throws Exception {
        answered("with-input", QUESTION, "tom", "", Result.SUCCESS);
        WorkflowRun without = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                shop.job(
                        "without-input",
                        "remote",
                        Bookshop.review("DEMO"),
                        "countersignAttest stage: 'DEMO', promotionPath: 'bookshop', input: 'Go'"));
        jenkins.assertLogContains("[input-unknown] This run has 0 answered input steps with the id \"Go\".", without);
        WorkflowRun otherId = answered("other-id", QUESTION, "tom", ", input: 'with-input#1'", Result.FAILURE);
        jenkins.assertLogContains("[input-unknown]", otherId);
    }

    private WorkflowRun answered(String name, String question, String by, String arguments, Result expected)
            throws Exception {
        WorkflowJob job = shop.job(name, "remote", Bookshop.review("DEMO"), """
                input id: 'Go', message: %s
                def attested = countersignAttest stage: 'DEMO', promotionPath: 'bookshop'%s
                echo "attested ${attested.approved} by ${attested.approvers[0].who}"
                node('remote') {
                    def again = countersignDeploy release: zip, stage: 'DEMO', promotionPath: 'bookshop'
                    echo "deployed ${again.receipt.stage}"
                }
                """.formatted(question, arguments));
        WorkflowRun run = shop.start(job);
        jenkins.waitForMessage("Proceed or Abort", run);
        assertThat(shop.post(by, run.getUrl() + "input/Go/proceedEmpty").getStatusCode())
                .isLessThan(400);
        return jenkins.assertBuildStatus(expected, jenkins.waitForCompletion(run));
    }
}
