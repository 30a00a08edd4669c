package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.countersign.jenkins.approval.ApprovalAction;
import io.countersign.jenkins.configuration.ConfiguredPath;
import io.countersign.jenkins.configuration.CountersignConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.h2.Driver;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Waves that wait for approval, to shops that a catalogue knows, whose logins are Jenkins' credentials. Needs git. */
@WithJenkins
class WaveApprovalTest {
    @TempDir
    private Path databases;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void waves_are_approved_by_accounts_keys_and_the_step_and_go_to_shops_of_the_catalogue(JenkinsRule jenkins)
            throws Exception {
        DumbSlave agent = jenkins.createSlave("remote", "remote", null);
        jenkins.waitOnline(agent);
        Bookshop shop = Bookshop.open(jenkins, databases);
        addStage();
        WorkflowJob job = shop.job(
                "waves",
                "remote",
                review("a"),
                approval("a")
                        + """
                def pending
                node('remote') {
                    def first = %1$s
                    pending = first.pending
                    echo "first: ${first.end}, pending ${pending}"
                    %2$s
                }
                %3$s
                node('remote') {
                    def second = %1$s
                    echo "second: ${second.end}, pending ${second.pending}"
                    def agreed = countersignApproveWave(release: zip, stage: 'SHOPS', promotionPath: 'shops', keyCredentialsId: 'cleo')
                    echo "wave ${agreed.wave} of ${agreed.waves}: ${agreed.targets}, missing ${agreed.missing}"
                    %4$s
                }
                %5$s
                node('remote') {
                    def third = %1$s
                    echo "third: ${third.end}, pending ${third.pending}"
                }
                """.formatted(
                                        "countersignRollout(release: zip, stage: 'SHOPS', promotionPath: 'shops', keyCredentialsId: 'operator')",
                                        review("b"),
                                        approval("b"),
                                        review("c"),
                                        approval("c")));
        WorkflowRun run = shop.start(job);
        String whole = shop.url(run, shop.awaitRequest(run, "SHOPS"));
        assertThat(shop.post("tom", whole + "approve").getStatusCode()).isEqualTo(200);
        assertThat(shop.post("gina", whole + "approve").getStatusCode()).isEqualTo(200);

        jenkins.waitForMessage("Waiting until 2 customer approves for SHOPS, wave 2:", run);
        String wave = shop.url(
                run, run.getAction(ApprovalAction.class).getPages().get(1).getId());
        assertThat(shop.get("tom", wave + "json").getContentAsString())
                .contains("\"part\" : \"wave 2\"")
                .contains("\"missing\" : \"2 customer\"");
        assertThat(shop.post("root", wave + "approve").getContentAsString()).contains("counts for nothing");
        assertThat(shop.post("stan", wave + "approve").getContentAsString()).contains("stan started this build");
        assertThat(shop.post("tom", wave + "approve", "comment", "shop a looks well")
                        .getContentAsString())
                .contains("\"missing\" : \"1 customer\"");
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login("cleo");
            assertThat(web.goTo(wave).asNormalizedText())
                    .contains("bookshop 1.0 to SHOPS, wave 2")
                    .contains("whether wave 2 of 3 may begin: b")
                    .contains("jenkins/tom");
        }
        byte[] statement = shop.get("cleo", wave + "statement.json?role=customer")
                .getContentAsString()
                .getBytes(StandardCharsets.UTF_8);
        assertThat(new String(statement, StandardCharsets.UTF_8)).contains("https://countersign.io/wave-approval/v1");
        assertThat(shop.post(
                                "cleo",
                                wave + "countersign",
                                "role",
                                "customer",
                                "signature",
                                Bookshop.signature(Bookshop.CLEO, statement))
                        .getStatusCode())
                .isEqualTo(200);

        jenkins.waitForMessage("Waiting until 1 customer approves for SHOPS, wave 3:", run);
        jenkins.assertLogContains("wave 3 of 3: [c], missing 1 customer", run);
        String last = shop.url(
                run, run.getAction(ApprovalAction.class).getPages().get(2).getId());
        assertThat(shop.get("tom", last + "json").getContentAsString()).contains("\"missing\" : \"1 customer\"");
        assertThat(shop.post("tom", last + "approve").getStatusCode()).isEqualTo(200);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("pending [[b], [c]]", run);
        jenkins.assertLogContains("second: PAUSED, pending [[c]]", run);
        jenkins.assertLogContains("third: COMPLETE, pending []", run);
        assertThat(shops()).containsExactly("a: 1", "b: 1", "c: 1");
    }

    private void addStage() throws Exception {
        try (Connection office = connect("office");
                Statement statement = office.createStatement()) {
            statement.execute("CREATE TABLE shop (name VARCHAR(20), url VARCHAR(200))");
            for (String name : List.of("a", "b", "c")) {
                statement.execute("INSERT INTO shop VALUES ('" + name + "', 'jdbc:h2:" + databases + "/" + name + "')");
                connect(name).close();
            }
        }
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "reader", "", "ann", "right"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "deployer", "", "ann", "right"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "cleo", "", Secret.fromString(Bookshop.CLEO.secretKey())));
        ConfiguredPath bookshop = CountersignConfiguration.get().getPaths().get(0);
        ConfiguredPath shops = new ConfiguredPath(
                "shops", bookshop.getStages().replaceFirst("(?s)stages:\n.*", """
                stages:
                  - name: SHOPS
                    approvals: 2 customer
                    receipts: operator
                    waves: { sizes: [ 1, 1, rest ], pause: approval }
                    targets-query:
                      url: "jdbc:h2:%s/office"
                      credentials: { id: reader }
                      sql: SELECT name, url FROM shop ORDER BY name
                      target-credentials: { id: deployer }
                """.formatted(databases)));
        shops.setKeys(bookshop.getKeys());
        List<ConfiguredPath> paths = new ArrayList<>(List.of(bookshop, shops));
        CountersignConfiguration.get().setPaths(paths);
    }

    private Connection connect(String database) throws Exception {
        Properties owner = new Properties();
        owner.setProperty("user", "ann");
        owner.setProperty("password", "right");
        return new Driver().connect("jdbc:h2:" + databases + "/" + database, owner);
    }

    /** How often the release was deployed to each. */
    private List<String> shops() throws Exception {
        List<String> found = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            try (Connection shop = connect(name);
                    Statement statement = shop.createStatement();
                    var rows = statement.executeQuery("SELECT count(*) FROM databasechangelog")) {
                rows.next();
                found.add(name + ": " + rows.getInt(1));
            }
        }
        return found;
    }

    private static String review(String target) {
        return "countersignReview release: zip, stage: 'SHOPS', target: '" + target + "', promotionPath: 'shops'\n";
    }

    private static String approval(String target) {
        return "countersignApproval stage: 'SHOPS', target: '" + target + "', promotionPath: 'shops'\n";
    }
}
