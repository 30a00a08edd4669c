package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.BooleanParameterValue;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.StringParameterValue;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.extensions.impl.CloneOption;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.jenkins.approval.ApprovalAction;
import io.countersign.jenkins.configuration.ConfiguredPath;
import io.countersign.jenkins.configuration.FolderPaths;
import io.countersign.jenkins.configuration.PublicKeyFile;
import io.countersign.jenkins.record.PromotionBoard;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.branch.BranchSource;
import jenkins.model.Jenkins;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.plugins.git.traits.CloneOptionTrait;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Runs every Jenkinsfile of the cookbook: from git, on agents that are processes of their own, against PostgreSQL. */
@WithJenkins
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CookbookTest {
    private static final Path COOKBOOK = Path.of("../docs/cookbook");

    @TempDir
    private static Path keyFolder;

    private static JenkinsRule jenkins;
    private static SealedShop keys;
    private static final Set<String> RUN = new TreeSet<>();

    @TempDir
    private Path project;

    private TestDatabase dev;
    private SealedShop shop;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("tom", "gina"));
        rule.createOnlineSlave(Label.get("database"));
        rule.createOnlineSlave(Label.get("database"));
        keys = SealedShop.make(keyFolder, "", "");
        keys.addKey();
    }

    @AfterAll
    static void every_example_was_run() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        try (Stream<Path> files = Files.list(COOKBOOK)) {
            assertThat(RUN)
                    .containsAll(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".Jenkinsfile"))
                            .collect(Collectors.toSet()));
        }
    }

    @BeforeEach
    void databases() throws Exception {
        dev = newDatabase();
        shop = with(SealedShop.path(SealedShop.target(dev), SealedShop.target(newDatabase())));
    }

    @Test
    void declarative() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job("declarative"));
        jenkins.assertLogContains("was deployed to QAT/qat", run);
        assertThat(PromotionBoard.of(run.getParent()).places())
                .extracting(PromotionBoard.Place::stage)
                .containsExactly("DEV", "QAT");
    }

    @Test
    void scripted() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job("scripted"));
        jenkins.assertLogContains("QAT waits for an approval of ", run);
        jenkins.assertLogContains("QAT has 1.0, by ", run);
    }

    @Test
    void waves_go_over_two_agents_stop_and_go_on_where_they_were() throws Exception {
        TestDatabase west = newDatabase();
        shop = with("""
                version: 1
                roles:
                  developer: { keys: [ keys/dora.asc ] }
                stages:
                  - name: DEV
                    receipts: developer
                    backup: { directory: "%s" }
                    waves: { sizes: [ 1, 2, rest ], parallel: 2, stop-after: 1 }
                    targets:
                      - { name: north, %s }
                      - { name: south, %s }
                      - { name: west, %s }
                      - { name: east, %s }
                """.formatted(
                        keyFolder.resolve("backups"),
                        SealedShop.target(newDatabase()),
                        SealedShop.target(newDatabase()),
                        SealedShop.target(west),
                        SealedShop.target(newDatabase())));
        execute(west, "CREATE TABLE of_somebody_else (id INT)");
        WorkflowJob job = job("waves");
        WorkflowRun stopped = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("The release did not come to west.", stopped);
        jenkins.assertLogNotContains("DEV/east", stopped);
        for (Node agent : jenkins.jenkins.getNodes()) {
            jenkins.assertLogContains("Running on " + agent.getNodeName(), stopped);
        }

        execute(west, "DROP TABLE of_somebody_else");
        WorkflowRun complete = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("COMPLETE: 4 targets, ", complete);
        assertThat(PromotionBoard.of(job).history())
                .as("each target is deployed to once, whichever build did it")
                .extracting(PromotionBoard.Event::target)
                .containsExactlyInAnyOrder("north", "south", "west", "east");
        assertThat(PromotionBoard.of(job).places())
                .allSatisfy(place -> assertThat(place.version()).isEqualTo("1.0"))
                .hasSize(4);
    }

    @Test
    void rollback_and_drift() throws Exception {
        jenkins.buildAndAssertSuccess(job("scripted"));
        WorkflowJob drift = job("drift");
        jenkins.buildAndAssertSuccess(drift);
        execute("CREATE TABLE by_hand (id INT)");
        WorkflowRun drifted = jenkins.buildAndAssertStatus(Result.FAILURE, drift);
        jenkins.assertLogContains("DEV/dev: the schema is not what was deployed", drifted);
        execute("DROP TABLE by_hand");

        WorkflowJob rollback = job("rollback");
        jenkins.assertLogContains("[consent-missing]", jenkins.buildAndAssertStatus(Result.FAILURE, rollback));
        WorkflowRun back = jenkins.assertBuildStatusSuccess(rollback.scheduleBuild2(
                0,
                new ParametersAction(
                        new StringParameterValue("STAGE", "DEV"),
                        new BooleanParameterValue("ACCEPT_DATA_LOSS", true))));
        jenkins.assertLogContains("took 1.0 back: ", back);
        assertThat(PromotionBoard.of(back.getParent()).history())
                .extracting(PromotionBoard.Event::what)
                .containsExactly("rolled back");
    }

    @Test
    void a_stage_becomes_a_copy_of_another_once_somebody_agreed_to_the_loss() throws Exception {
        jenkins.buildAndAssertSuccess(job("scripted"));
        execute("INSERT INTO book VALUES (1), (2)");
        // a copy is built as a database beside the target
        try (Connection administrator = PostgresServer.shared().administration().connect();
                Statement statement = administrator.createStatement()) {
            statement.execute("ALTER ROLE " + dev.user() + " CREATEDB");
        }
        WorkflowJob refresh = job("refresh");
        jenkins.assertLogContains("[consent-missing]", jenkins.buildAndAssertStatus(Result.FAILURE, refresh));
        WorkflowRun copied = jenkins.assertBuildStatusSuccess(
                refresh.scheduleBuild2(0, new ParametersAction(new StringParameterValue("CONFIRM", "DEV/dev"))));
        jenkins.assertLogContains("DEV/dev is a copy of QAT/qat", copied);

        WorkflowJob clone = jenkins.createProject(WorkflowJob.class);
        clone.setDefinition(new CpsFlowDefinition(
                shop.sealed("database", "countersignClone from: 'QAT', to: 'DEV', keyCredentialsId: 'developer-key'"),
                true));
        WorkflowRun refused = jenkins.buildAndAssertStatus(Result.FAILURE, clone);
        jenkins.assertLogContains("[consent-missing] DEV/dev has content", refused);
    }

    @Test
    void of_many_branches_main_alone_is_deployed() throws Exception {
        RUN.add("multibranch.Jenkinsfile");
        shop.commit(project, Files.readString(COOKBOOK.resolve("multibranch.Jenkinsfile")));
        shop.branch(project, "shorter-names");
        WorkflowMultiBranchProject branches = jenkins.createProject(WorkflowMultiBranchProject.class, "bookshop");
        GitSCMSource source = new GitSCMSource(project.toString());
        // without it the git plugin fetches no tags, and main would have none
        source.setTraits(
                List.of(new BranchDiscoveryTrait(), new CloneOptionTrait(new CloneOption(false, false, null, null))));
        branches.getSourcesList().add(new BranchSource(source));
        branches.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        WorkflowRun main = branches.getItem("main").getLastBuild();
        jenkins.assertBuildStatusSuccess(main);
        jenkins.assertLogContains("was deployed to DEV/dev", main);
        WorkflowRun branch = branches.getItem("shorter-names").getLastBuild();
        jenkins.assertBuildStatusSuccess(branch);
        jenkins.assertLogNotContains("was deployed to DEV/dev", branch);
    }

    @Test
    void two_people_answer_an_input() throws Exception {
        WorkflowRun run = promoted("two-person");
        for (String who : List.of("First tom", "Second gina")) {
            String[] each = who.split(" ");
            jenkins.waitForMessage("Approve bookshop 1.0", run);
            assertThat(post(each[1], run.getUrl() + "input/" + each[0] + "/proceedEmpty"))
                    .isLessThan(400);
        }
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("PRD has 1.0", run);
    }

    @Test
    void people_approve_on_the_page_while_no_executor_waits() throws Exception {
        WorkflowRun run = promoted("approval-page");
        jenkins.waitForMessage("approves for PRD:", run);
        String id = run.getAction(ApprovalAction.class).getPages().get(0).getId();
        for (String who : List.of("tom", "gina")) {
            assertThat(post(who, run.getUrl() + ApprovalAction.URL + "/" + id + "/approve"))
                    .isEqualTo(200);
        }
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("was deployed to PRD/prd", run);
    }

    /** An example in a folder for which an administrator keeps the promotion path. */
    private WorkflowRun promoted(String example) throws Exception {
        Folder folder = jenkins.createProject(Folder.class);
        ConfiguredPath path = new ConfiguredPath(
                "bookshop", """
                version: 1
                attestors:
                  jenkins: { keys: [ attestor.asc ] }
                roles:
                  developer: { keys: [ keys/dora.asc ] }
                  customer: { accounts: [ jenkins/tom, jenkins/gina ] }
                stages:
                  - name: QAT
                    receipts: developer
                    targets: [ { name: qat, %s } ]
                  - name: PRD
                    approvals: 2 customer
                    receipts: developer
                    targets: [ { name: prd, %s } ]
                """.formatted(SealedShop.target(newDatabase()), SealedShop.target(newDatabase())));
        PublicKeyFile dora = new PublicKeyFile("keys/dora.asc");
        dora.setText(keys.publicKey());
        path.setKeys(List.of(dora));
        folder.addProperty(new FolderPaths(List.of(path)));
        RUN.add(example + ".Jenkinsfile");
        shop.commit(project, Files.readString(COOKBOOK.resolve(example + ".Jenkinsfile")));
        WorkflowJob job = folder.createProject(WorkflowJob.class, example);
        job.setDefinition(new CpsScmFlowDefinition(new GitSCM(project.toString()), "Jenkinsfile"));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static int post(String user, String url) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.setThrowExceptionOnFailingStatusCode(false);
            web.withBasicApiToken(user);
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), url), HttpMethod.POST);
            request.setAdditionalHeader("Accept", "application/json");
            return web.getPage(request).getWebResponse().getStatusCode();
        }
    }

    private WorkflowJob job(String example) throws Exception {
        String file = example + ".Jenkinsfile";
        RUN.add(file);
        shop.commit(project, Files.readString(COOKBOOK.resolve(file)));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsScmFlowDefinition(new GitSCM(project.toString()), "Jenkinsfile"));
        return job;
    }

    private static SealedShop with(String stages) {
        return new SealedShop(keys.publicKey(), keys.secretKey(), stages, SealedShop.BOOKS);
    }

    private static TestDatabase newDatabase() throws Exception {
        TestDatabase made = PostgresServer.shared().newDatabase();
        SealedShop.addLogin(made);
        return made;
    }

    private void execute(String sql) throws Exception {
        execute(dev, sql);
    }

    private static void execute(TestDatabase database, String sql) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
