package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hudson.slaves.DumbSlave;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Somebody approves in a browser, on a desktop and on a phone. The pictures of the documentation are made on the way; they are
 * in {@code target/screenshots}. Needs git and, or it is skipped, Chromium with its driver.
 */
@WithJenkins
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class BrowserTest {
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final int DESKTOP = 1100;
    private static final int PHONE = 390;

    private static final String ENTER = "\uE007";

    /** What somebody who hears the page could not tell. */
    private static final String UNNAMED =
            "return [...document.querySelectorAll('#main-panel :is(input, select, textarea, button)')]"
                    + ".filter(field => field.type !== 'hidden' && !field.labels?.length && !field.textContent.trim()"
                    + " && !field.ariaLabel).map(field => field.outerHTML)";

    @TempDir
    static Path databases;

    private static JenkinsRule jenkins;
    private static Bookshop shop;

    @TempDir
    private Path profiles;

    @BeforeAll
    static void open(JenkinsRule rule) throws Exception {
        assumeTrue(
                Chromium.isInstalled(),
                "Chromium and chromedriver are not installed in /usr/bin: nothing was clicked.");
        jenkins = rule;
        DumbSlave agent = rule.createSlave("database", "database", null);
        rule.waitOnline(agent);
        shop = Bookshop.open(rule, databases);
    }

    @Test
    void two_people_approve_by_clicks_and_see_what_became_of_it() throws Exception {
        WorkflowRun run =
                shop.start(shop.job("bookshop", "database", Bookshop.review("QAT"), Bookshop.approval("QAT") + """
                node('database') {
                    countersignDeploy release: zip, stage: 'QAT', promotionPath: 'bookshop', keyCredentialsId: 'operator'
                    countersignReview release: zip, stage: 'PRD', promotionPath: 'bookshop'
                }
                countersignApproval stage: 'PRD', promotionPath: 'bookshop'
                node('database') {
                    countersignDeploy release: zip, stage: 'PRD', promotionPath: 'bookshop'
                    countersignStatus promotionPath: 'bookshop'
                }
                """));
        shop.post("dora", shop.url(run, shop.awaitRequest(run, "QAT")) + "approve");
        String approval = jenkins.getURL() + shop.url(run, shop.awaitRequest(run, "PRD"));

        try (Chromium desktop = Chromium.open(profile("tom"), DESKTOP, 1050)) {
            login(desktop, "tom");
            look(desktop, approval, "approval");
            desktop.type("#approve-comment", "Tested in QAT by two of us");
            desktop.click("form[name=approve] button");
            desktop.await("#main-panel", "jenkins/tom");
            desktop.click("form[name=approve] button");
            desktop.await("#main-panel", "1 customer");
        }
        try (Chromium phone = Chromium.open(profile("gina"), PHONE, 844)) {
            login(phone, "gina");
            look(phone, approval, "approval-phone");
            assertThat(phone.script(UNNAMED))
                    .as("fields and buttons without a name")
                    .isEqualTo(List.of());
            phone.type("#approve-comment", "From the train" + ENTER);
            phone.await("[role=status]", "Approved.");
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            look(phone, jenkins.getURL() + run.getUrl() + "countersign/", "release-phone");
            look(phone, jenkins.getURL() + run.getParent().getUrl() + "countersign/", "board-phone");
        }
        try (Chromium desktop = Chromium.open(profile("root"), DESKTOP, 900)) {
            login(desktop, "root");
            look(desktop, jenkins.getURL() + run.getUrl() + "countersign/", "release");
            look(desktop, jenkins.getURL() + run.getParent().getUrl() + "countersign/", "board");
            desktop.await("#main-panel", "QAT/qat");
            desktop.await("#main-panel", "PRD/prd");
            desktop.go(jenkins.getURL() + "manage/configure");
            desktop.await("#main-panel", "Countersign");
            desktop.script("[...document.querySelectorAll('.jenkins-section__title')]"
                    + ".find(title => title.textContent.trim() === 'Countersign').scrollIntoView()");
            desktop.screenshot(PICTURES.resolve("configuration.png"));
        }
        for (String name : List.of("approval", "release", "board", "configuration", "approval-phone")) {
            assertThat(Files.size(PICTURES.resolve(name + ".png"))).as(name).isBetween(10_000L, 150_000L);
        }
    }

    private Path profile(String user) throws Exception {
        return Files.createDirectory(profiles.resolve(user));
    }

    private static void login(Chromium browser, String user) throws Exception {
        browser.go(jenkins.getURL() + "login");
        browser.type("[name=j_username]", user);
        browser.type("[name=j_password]", user);
        browser.click("[name=Submit]");
        browser.await("#side-panel", "");
    }

    /** Nothing may reach beyond the window: on a phone nobody finds it there. */
    private static void look(Chromium browser, String url, String name) throws Exception {
        browser.go(url);
        browser.await("#main-panel h1", "");
        browser.screenshot(PICTURES.resolve(name + ".png"));
        assertThat(browser.script("return document.documentElement.scrollWidth - window.innerWidth"))
                .as("%s is wider than its window by so many pixels", name)
                .isEqualTo(0);
        assertThat(browser.script("return Math.max(0, ...[...document.querySelectorAll('.countersign-scroll')]"
                        + ".map(table => window.innerWidth > 600 ? 0 : table.scrollWidth - table.clientWidth))"))
                .as("a table of %s is wider than a phone by so many pixels", name)
                .isEqualTo(0);
    }
}
