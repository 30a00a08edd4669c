package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.countersign.jenkins.agent.AgentAnswer;
import io.countersign.jenkins.record.PromotionBoard;
import io.countersign.jenkins.record.PromotionEvent;
import io.countersign.jenkins.record.PromotionListener;
import io.countersign.jenkins.record.RunRecords;
import io.countersign.jenkins.record.StepRecord;
import io.countersign.jenkins.record.StepRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.FailingHttpStatusCodeException;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The pages and their JSON, from records as steps leave them; some of them as a hostile release would have them. */
@WithJenkins
class PagesTest {
    private static final String HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>";

    private JenkinsRule jenkins;
    private FreeStyleBuild run;

    @BeforeEach
    void a_run_with_records(JenkinsRule rule) throws Exception {
        jenkins = rule;
        FreeStyleProject job = rule.createFreeStyleProject("bookshop");
        run = rule.buildAndAssertSuccess(job);
        Map<String, Object> release =
                Map.of("application", HOSTILE, "version", "1.0", "digest", "ab".repeat(32), "commit", "cd".repeat(20));
        StepRecorder recorder = new StepRecorder(run, "countersignDeploy", "DEV");
        recorder.answered(
                new AgentAnswer("{}", List.of(), "", ""),
                Map.of(
                        "plan",
                        Map.of(
                                "stage",
                                "DEV",
                                "target",
                                "dev",
                                "release",
                                release,
                                "risks",
                                List.of(Map.of("severity", "HIGH", "subject", HOSTILE, "text", HOSTILE)),
                                "changesets",
                                List.of(Map.of(
                                        "id", Map.of("path", "db/x.sql", "id", HOSTILE, "author", HOSTILE),
                                        "sql", List.of("SELECT '" + HOSTILE + "'")))),
                        "gate",
                        Map.of(
                                "stage",
                                "DEV",
                                "target",
                                "dev",
                                "release",
                                release,
                                "results",
                                List.of(Map.of(
                                        "check", "drift",
                                        "status", "REFUSED",
                                        "expected", HOSTILE,
                                        "found", HOSTILE,
                                        "remedy", "Run countersign:baseline -Dcountersign.stage=DEV.")))));
        recorder.answered(
                new AgentAnswer("{}", List.of(), "", ""),
                Map.of(
                        "release",
                        release,
                        "repeated",
                        false,
                        "receipt",
                        Map.of(
                                "stage", "DEV",
                                "target", "dev",
                                "application", HOSTILE,
                                "version", "1.0",
                                "operation", "op-1",
                                "finishedAt", "2026-01-01T00:00:00Z",
                                "by", "ann@agent",
                                "before", "11",
                                "after", "22")));
    }

    @Test
    void the_page_of_a_run_shows_what_the_steps_recorded_and_runs_nothing_of_it() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(run, "countersign/");
            assertHarmless(page);
            assertThat(page.asNormalizedText())
                    .contains("1.0", "ab".repeat(32), "REFUSED", "SELECT '<script>", "op-1", "countersignDeploy")
                    .contains("Run countersignBaseline stage: 'DEV'.");
            assertAccessible(page);
            JSONArray records = JSONArray.fromObject(web.goTo(run.getUrl() + "countersign/json", "application/json")
                    .getWebResponse()
                    .getContentAsString());
            assertThat(records.size()).isEqualTo(2);
            assertThat(records.getJSONObject(1).getString("step")).isEqualTo("countersignDeploy");
        }
    }

    @Test
    void the_board_of_a_job_shows_what_its_stages_are_at_and_the_history() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(run.getParent(), "countersign/");
            assertHarmless(page);
            assertThat(page.asNormalizedText()).contains("DEV/dev", "as recorded", "ann@agent", "deployed");
            assertAccessible(page);
            JSONObject board =
                    web.getJSON(run.getParent().getUrl() + "countersign/json").getJSONObject();
            assertThat(board.getJSONArray("places").getJSONObject(0).getString("application"))
                    .isEqualTo(HOSTILE);
            assertThat(web.getJSON(run.getParent().getUrl() + "countersign/api/json")
                            .getJSONObject()
                            .toString())
                    .isEqualTo(board.toString());
        }
    }

    @Test
    void drift_and_rollbacks_are_shown_until_the_next_deployment() throws Exception {
        new StepRecorder(run, "countersignStatus", "")
                .answered(
                        new AgentAnswer("{}", List.of(), "", ""),
                        Map.of("lines", List.of(line("DEV", true), line("QAT", false))));
        PromotionBoard board = PromotionBoard.of(run.getParent());
        assertThat(board.places()).extracting(PromotionBoard.Place::stage).containsExactly("DEV", "QAT");
        assertThat(board.places().get(0).drift()).isEqualTo(Optional.of(true));

        new StepRecorder(run, "countersignRollback", "DEV")
                .answered(
                        new AgentAnswer("{}", List.of(), "", ""),
                        Map.of(
                                "stage", "DEV",
                                "target", "dev",
                                "undone", Map.of("application", "bookshop", "version", "1.0", "digest", "ab"),
                                "state", "DEV/dev is at 0.9."));
        board = PromotionBoard.of(run.getParent());
        assertThat(board.places().get(0).state()).contains("was rolled back", "is at 0.9");
        assertThat(board.history()).extracting(PromotionBoard.Event::what).containsExactly("rolled back", "deployed");

        new StepRecorder(run, "countersignRollback", "DEV")
                .answered(
                        new AgentAnswer("{}", List.of(), "", ""),
                        Map.of(
                                "stage", "DEV",
                                "target", "dev",
                                "at", Map.of("application", "bookshop", "version", "0.7", "digest", "cd"),
                                "undone",
                                        List.of(
                                                Map.of("application", "bookshop", "version", "0.9"),
                                                Map.of("application", "bookshop", "version", "0.8")),
                                "state", "DEV/dev is at 0.7."));
        board = PromotionBoard.of(run.getParent());
        assertThat(board.places().get(0).version()).isEqualTo("0.7");
        assertThat(board.places().get(0).digest()).isEqualTo("cd");
        assertThat(board.history())
                .extracting(PromotionBoard.Event::release)
                .startsWith("bookshop 0.8", "bookshop 0.9");
    }

    @Test
    void who_may_not_read_the_job_sees_neither_page_nor_json() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().toEveryone());
        try (JenkinsRule.WebClient web = jenkins.createWebClient().login("mallory")) {
            for (String page : List.of("countersign/", "countersign/json", "countersign/api/json")) {
                assertThatThrownBy(() -> web.goTo(run.getUrl() + page, null))
                        .isInstanceOf(FailingHttpStatusCodeException.class)
                        .hasMessageContaining("404");
                assertThatThrownBy(() -> web.goTo(run.getParent().getUrl() + page, null))
                        .isInstanceOf(FailingHttpStatusCodeException.class)
                        .hasMessageContaining("404");
            }
        }
    }

    @Test
    void records_are_bounded_in_size_and_number() throws Exception {
        RunRecords records = new RunRecords(run);
        records.add(new StepRecord("s", "at", "", "", "", Map.of("sql", "x".repeat(RunRecords.MOST_BYTES))));
        assertThat(records.all().get(2).result()).containsOnlyKeys("omitted");
        for (int count = 0; count < RunRecords.MOST_RECORDS; count++) {
            records.add(new StepRecord("s", "at", "", "", "", Map.of()));
        }
        assertThat(records.all()).hasSize(RunRecords.MOST_RECORDS);
    }

    @Test
    void listeners_hear_of_deployments_refusals_and_faults() throws Exception {
        StepRecorder recorder = new StepRecorder(run, "countersignDeploy", "QAT");
        recorder.answered(
                new AgentAnswer("{}", List.of(), "gate-refused", "[gate-refused] No."), Map.of("refused", true));
        recorder.failed("[agent-lost] The agent was lost.");
        List<PromotionEvent> heard =
                jenkins.jenkins.getExtensionList(Ears.class).get(0).heard;
        assertThat(heard)
                .extracting(PromotionEvent::kind)
                .containsExactly(PromotionEvent.Kind.DEPLOYED, PromotionEvent.Kind.REFUSED, PromotionEvent.Kind.FAILED);
        assertThat(heard.get(0).digest()).isEqualTo("ab".repeat(32));
        assertThat(heard.get(2).code()).isEqualTo("agent-lost");
    }

    /** What a plugin that sends messages would have. */
    @TestExtension
    public static final class Ears extends PromotionListener {
        private final List<PromotionEvent> heard = new ArrayList<>();

        @Override
        public void onEvent(Run<?, ?> run, PromotionEvent event) {
            heard.add(event);
        }
    }

    private static Map<String, Object> line(String stage, boolean drift) {
        return Map.of("stage", stage, "target", stage.equals("DEV") ? "dev" : "qat", "drift", drift);
    }

    private static void assertHarmless(HtmlPage page) {
        assertThat(page.getWebResponse().getContentAsString()).doesNotContain("<script>alert", "<img src=x");
        // neither scripts nor styles nor handlers of our own within the page: a strict content security policy holds
        HtmlElement panel = page.getHtmlElementById("main-panel");
        assertThat(panel.querySelectorAll("script, style, [style], [onclick], [onerror]"))
                .isEmpty();
    }

    private static void assertAccessible(HtmlPage page) {
        List<HtmlTable> tables = page.getByXPath("//div[@id='main-panel']//table");
        assertThat(tables).isNotEmpty();
        for (HtmlTable table : tables) {
            assertThat(table.getCaptionText()).isNotBlank();
            assertThat(table.getByXPath(".//th[not(@scope)]")).isEmpty();
        }
        assertThat(page.getByXPath("//h1")).hasSize(1);
    }
}
