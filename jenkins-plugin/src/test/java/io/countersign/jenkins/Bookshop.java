package io.countersign.jenkins;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.util.Secret;
import io.countersign.jenkins.approval.ApprovalAction;
import io.countersign.jenkins.configuration.ConfiguredPath;
import io.countersign.jenkins.configuration.CountersignConfiguration;
import io.countersign.jenkins.configuration.PublicKeyFile;
import io.countersign.signature.openpgp.KeyMaker;
import io.countersign.signature.openpgp.OpenPgp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/**
 * A Jenkins with a promotion path and people: tom and gina act for the customer, dora for the developers, cleo has a key; stan
 * starts builds and ann commits, both members of the customer's group; root administers; nora may only look.
 */
record Bookshop(JenkinsRule jenkins, Path databases) {
    static final KeyMaker.MadeKey CLEO = key("Cleo <cleo@example.org>");
    static final KeyMaker.MadeKey OPERATOR = key("Olga <olga@example.org>");
    static final String ZIP = "target/bookshop-1.0-release.zip";

    private static KeyMaker.MadeKey key(String name) {
        return KeyMaker.make(
                name, Instant.now().minusSeconds(60), Optional.empty(), io.countersign.secret.Secret.none());
    }

    static Bookshop open(JenkinsRule jenkins, Path databases) throws Exception {
        JenkinsRule.DummySecurityRealm realm = jenkins.createDummySecurityRealm();
        for (String member : List.of("gina", "dora", "stan", "ann", "nora")) {
            realm.addGroups(member, "release-managers");
        }
        jenkins.jenkins.setSecurityRealm(realm);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("root")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.BUILD)
                .everywhere()
                .to("tom", "gina", "dora", "stan", "ann", "cleo"));
        Bookshop shop = new Bookshop(jenkins, databases);
        ConfiguredPath path = new ConfiguredPath("bookshop", shop.stages());
        path.setKeys(List.of(file("keys/cleo.asc", CLEO), file("keys/operator.asc", OPERATOR)));
        CountersignConfiguration.get().setPaths(List.of(path));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "operator", "", Secret.fromString(OPERATOR.secretKey())));
        return shop;
    }

    private static PublicKeyFile file(String name, KeyMaker.MadeKey key) {
        PublicKeyFile file = new PublicKeyFile(name);
        file.setText(key.publicKey());
        return file;
    }

    private String stages() {
        return """
                version: 1
                attestors:
                  jenkins: { keys: [ attestor.asc ] }
                roles:
                  developer: { accounts: [ jenkins/dora ] }
                  customer: { keys: [ keys/cleo.asc ], accounts: [ jenkins/tom, "jenkins/group:release-managers" ] }
                  operator: { keys: [ keys/operator.asc ] }
                stages:
                  - name: QAT
                    approvals: 1 developer
                    receipts: operator
                    targets: [ { name: qat, url: "jdbc:h2:%1$s/qat", credentials: { user: sa } } ]
                  - name: PRD
                    approvals: 2 customer
                    targets: [ { name: prd, url: "jdbc:h2:%1$s/prd", credentials: { user: sa } } ]
                  - name: DUO
                    after: none
                    approvals: 2 customer
                    targets: [ { name: duo, url: "jdbc:h2:%1$s/duo", credentials: { user: sa } } ]
                  - name: DEMO
                    after: none
                    approvals: 1 customer
                    targets: [ { name: demo, url: "jdbc:h2:%1$s/demo", credentials: { user: sa } } ]
                """.formatted(databases);
    }

    /** A Pipeline that seals the release on an agent and then goes on with these lines, there or without an agent. */
    WorkflowJob job(String name, String label, String there, String afterwards) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script(label, there, afterwards), true));
        return job;
    }

    static String script(String label, String there, String afterwards) throws IOException {
        return "def zip = '" + ZIP + "'\ndef digest = ''\nnode('" + label + "') {\n" + beginning() + there + "\n}\n"
                + afterwards;
    }

    /** What a run does that only asks for approval. */
    WorkflowJob waiting(String name, String label, String stage, String afterwards) throws Exception {
        return job(name, label, review(stage), approval(stage) + afterwards);
    }

    static String review(String stage) {
        return "countersignReview release: zip, stage: '" + stage + "', promotionPath: 'bookshop'\n";
    }

    static String approval(String stage) {
        return "countersignApproval stage: '" + stage + "', promotionPath: 'bookshop'\n";
    }

    static String beginning() throws IOException {
        try (InputStream in = Bookshop.class.getResourceAsStream("approval.groovy")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    WorkflowRun start(WorkflowJob job) throws Exception {
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("stan")))
                .waitForStart();
    }

    /** The id of what the run waits for, once it does. */
    String awaitRequest(WorkflowRun run, String stage) throws Exception {
        jenkins.waitForMessage("approves for " + stage + ":", run);
        return run.getAction(ApprovalAction.class).getPages().stream()
                .filter(page -> page.getStage().equals(stage))
                .findFirst()
                .orElseThrow()
                .getId();
    }

    /** Ends what a failed test left, so that the next one finds a free agent. */
    void stopAll() throws Exception {
        for (WorkflowJob job : jenkins.jenkins.getAllItems(WorkflowJob.class)) {
            for (WorkflowRun run : job.getBuilds()) {
                if (run.isBuilding()) {
                    run.doStop();
                    jenkins.waitForCompletion(run);
                }
            }
        }
    }

    String url(WorkflowRun run, String id) {
        return run.getUrl() + ApprovalAction.URL + "/" + id + "/";
    }

    /** Posts as a script of somebody would: with a token, asking for JSON. */
    WebResponse post(String user, String url, String... parameters) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.setThrowExceptionOnFailingStatusCode(false);
            if (!user.isEmpty()) {
                web.withBasicApiToken(user);
            }
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), url), HttpMethod.POST);
            request.setAdditionalHeader("Accept", "application/json");
            if (user.isEmpty()) {
                request.setAdditionalHeader("Jenkins-Crumb", "test");
            }
            List<NameValuePair> pairs = new ArrayList<>();
            for (int index = 0; index < parameters.length; index += 2) {
                pairs.add(new NameValuePair(parameters[index], parameters[index + 1]));
            }
            request.setRequestParameters(pairs);
            return web.getPage(request).getWebResponse();
        }
    }

    WebResponse get(String user, String url) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.setThrowExceptionOnFailingStatusCode(false);
            web.withBasicApiToken(user);
            return web.getPage(new WebRequest(new URL(jenkins.getURL(), url))).getWebResponse();
        }
    }

    static String signature(KeyMaker.MadeKey key, byte[] bytes) {
        return OpenPgp.secretKey(
                        "a key", key.secretKey().getBytes(StandardCharsets.UTF_8), io.countersign.secret.Secret.none())
                .sign(bytes);
    }
}
