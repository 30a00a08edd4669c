package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.util.FormValidation;
import io.countersign.jenkins.configuration.AttestorKey;
import io.countersign.jenkins.configuration.ConfiguredPath;
import io.countersign.jenkins.configuration.CountersignConfiguration;
import io.countersign.jenkins.configuration.FolderPaths;
import io.countersign.jenkins.configuration.PromotionPaths;
import io.countersign.jenkins.configuration.PublicKeyFile;
import io.countersign.secret.Secret;
import io.countersign.signature.openpgp.KeyMaker;
import io.countersign.signature.openpgp.OpenPgp;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import jenkins.model.Jenkins;
import org.h2.Driver;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class PromotionPathsTest {
    private static final KeyMaker.MadeKey CUSTOMER =
            KeyMaker.make("Carl", Instant.now(), Optional.empty(), Secret.none());

    private static JenkinsRule jenkins;
    private static DumbSlave agent;

    @TempDir
    Path temp;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        agent = rule.createOnlineSlave(Label.get("remote"));
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, Item.BUILD)
                .everywhere()
                .to("fred"));
    }

    @AfterEach
    void forget() throws Exception {
        CountersignConfiguration.get().setPaths(List.of());
        CountersignConfiguration.get().setWorkspaceFiles(true);
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        for (Item item : jenkins.jenkins.getItems()) {
            item.delete();
        }
    }

    @Test
    void a_path_of_all_jobs_survives_the_form() throws Exception {
        ConfiguredPath path = path("bookshop", "secret");
        CountersignConfiguration.get().setPaths(List.of(path));
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login("admin");
            jenkins.submit(web.goTo("configure").getFormByName("config"));
        }
        assertThat(CountersignConfiguration.get().getPaths()).hasSize(1);
        jenkins.assertEqualDataBoundBeans(
                path, CountersignConfiguration.get().getPaths().get(0));
    }

    @Test
    void a_folders_path_is_changed_by_administrators_alone() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "shops");
        FolderPaths paths = new FolderPaths(List.of(path("bookshop", "secret")));
        folder.addProperty(paths);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login("admin");
            jenkins.submit(web.getPage(folder, "configure").getFormByName("config"));
            jenkins.assertEqualDataBoundBeans(paths, folder.getProperties().get(FolderPaths.class));

            web.login("fred");
            var form = web.getPage(folder, "configure").getFormByName("config");
            form.getTextAreaByName("_.stages").setText("version: 1");
            jenkins.submit(form);
            jenkins.assertEqualDataBoundBeans(paths, folder.getProperties().get(FolderPaths.class));
        }
    }

    @Test
    void a_folders_path_that_was_sent_as_xml_counts_only_as_an_administrator_saved_it() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "shops");
        folder.addProperty(new FolderPaths(List.of(path("bookshop", "secret"))));
        WorkflowJob inside = folder.createProject(WorkflowJob.class, "inside");
        String saved = folder.getConfigFile().asString();
        sendXml(folder, "fred", saved.replace("customer", "fred"));
        assertThatThrownBy(() -> PromotionPaths.applyingTo(inside))
                .hasMessageContaining("promotion paths of the folder shops were not written there by an administrator");
        sendXml(folder, "fred", saved);
        assertThat(PromotionPaths.applyingTo(inside)).containsOnlyKeys("bookshop");

        folder.renameTo("toys");
        assertThatThrownBy(() -> PromotionPaths.applyingTo(inside)).hasMessageContaining("moved since");
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login("admin");
            jenkins.submit(web.getPage(folder, "configure").getFormByName("config"));
        }
        assertThat(PromotionPaths.applyingTo(inside)).containsOnlyKeys("bookshop");
    }

    @Test
    void a_folders_paths_can_neither_be_taken_away_nor_put_back_as_they_once_were_by_xml() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "shops");
        WorkflowJob inside = folder.createProject(WorkflowJob.class, "inside");
        String without = folder.getConfigFile().asString();
        folder.addProperty(new FolderPaths(List.of(path("bookshop", "former"))));
        String former = folder.getConfigFile().asString();
        folder.getProperties().remove(FolderPaths.class);
        folder.addProperty(new FolderPaths(List.of(path("bookshop", "present"))));
        String present = folder.getConfigFile().asString();
        assertThat(PromotionPaths.applyingTo(inside)).containsOnlyKeys("bookshop");

        sendXml(folder, "fred", former);
        assertThatThrownBy(() -> PromotionPaths.applyingTo(inside))
                .hasMessageContaining("are not those that an administrator wrote there last");
        sendXml(folder, "fred", without);
        assertThatThrownBy(() -> PromotionPaths.applyingTo(inside))
                .hasMessageContaining("were taken away by somebody who is none");
        folder.renameTo("toys");
        assertThatThrownBy(() -> PromotionPaths.applyingTo(inside)).hasMessageContaining("in the folder toys");
        folder.renameTo("shops");
        sendXml(folder, "fred", present);
        assertThat(PromotionPaths.applyingTo(inside)).containsOnlyKeys("bookshop");

        sendXml(folder, "fred", without);
        submit("fred", folder);
        assertThatThrownBy(() -> PromotionPaths.applyingTo(inside)).hasMessageContaining("were taken away");
        submit("admin", folder);
        assertThat(PromotionPaths.applyingTo(inside)).isEmpty();
    }

    private void submit(String user, Folder folder) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login(user);
            jenkins.submit(web.getPage(folder, "configure").getFormByName("config"));
        }
    }

    private void sendXml(Folder folder, String user, String xml) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.withBasicApiToken(user);
            WebRequest request =
                    new WebRequest(new URL(jenkins.getURL(), folder.getUrl() + "config.xml"), HttpMethod.POST);
            request.setAdditionalHeader("Content-Type", "application/xml");
            request.setRequestBody(xml);
            web.getPage(request);
        }
    }

    @Test
    void configuration_as_code_sets_and_exports_paths_and_no_secret() throws Exception {
        Path yaml = Files.writeString(temp.resolve("jenkins.yaml"), """
                unclassified:
                  countersign:
                    paths:
                      - name: bookshop
                        authorRoles: "developer tester"
                        stages: |
                          version: 1
                          stages:
                            - name: DEV
                              targets: [ { name: dev, url: "jdbc:h2:mem:dev" } ]
                        keys:
                          - file: keys/customer.asc
                            credentialsId: customer-keys
                """);
        ConfigurationAsCode.get().configure(yaml.toString());
        ConfiguredPath path = CountersignConfiguration.get().getPaths().get(0);
        assertThat(path.getName()).isEqualTo("bookshop");
        assertThat(path.rolesOfAuthors()).containsExactly("developer", "tester");
        assertThat(path.getKeys().get(0).getCredentialsId()).isEqualTo("customer-keys");

        AttestorKey.get().key();
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        assertThat(exported.toString(StandardCharsets.UTF_8))
                .contains("customer-keys")
                .contains("authorRoles: \"developer tester\"")
                .doesNotContain("PRIVATE KEY")
                .doesNotContain("secretKey");
    }

    @Test
    void the_form_tells_mistakes_in_the_readers_words() {
        ConfiguredPath.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(ConfiguredPath.DescriptorImpl.class);
        assertThat(form.doCheckStages(path("bookshop", "secret").getStages()).kind)
                .isEqualTo(FormValidation.Kind.OK);
        FormValidation wrong = form.doCheckStages("version: 1\nstags: []\n");
        assertThat(wrong.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(wrong.getMessage())
                .contains("[configuration-invalid]")
                .contains("line 2")
                .contains("stages");
        assertThat(form.doCheckName("../up").kind).isEqualTo(FormValidation.Kind.ERROR);

        PublicKeyFile.DescriptorImpl keys = jenkins.jenkins.getDescriptorByType(PublicKeyFile.DescriptorImpl.class);
        assertThat(keys.doCheckText(CUSTOMER.publicKey(), "").getMessage()).contains(CUSTOMER.fingerprint());
        assertThat(keys.doCheckText(CUSTOMER.secretKey(), "").getMessage()).contains("SECRET key");
        assertThat(keys.doCheckFile("../customer.asc").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(keys.doCheckFile("keys/customer.asc").kind).isEqualTo(FormValidation.Kind.OK);
    }

    @Test
    void the_connection_is_tested_from_the_node_that_is_named() throws Exception {
        Properties owner = new Properties();
        owner.setProperty("user", "ann");
        owner.setProperty("password", "right");
        // looking at a database creates none, so there has to be one that can refuse
        new Driver().connect("jdbc:h2:" + temp + "/dev", owner).close();
        ConfiguredPath.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(ConfiguredPath.DescriptorImpl.class);
        ConfiguredPath path = path("bookshop", "dev-database");
        credentials(CredentialsScope.SYSTEM, "dev-database", "right");
        FormValidation reached = form.doTestConnection(null, path.getStages(), "DEV", agent.getNodeName());
        assertThat(reached.getMessage()).contains("DEV/dev: reached");
        assertThat(reached.kind).isEqualTo(FormValidation.Kind.OK);

        SystemCredentialsProvider.getInstance().getCredentials().clear();
        credentials(CredentialsScope.SYSTEM, "dev-database", "wrong");
        FormValidation refused = form.doTestConnection(null, path.getStages(), "DEV", agent.getNodeName());
        assertThat(refused.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(refused.getMessage()).contains("[database-login-refused]").doesNotContain("wrong");

        SystemCredentialsProvider.getInstance().getCredentials().clear();
        assertThat(form.doTestConnection(null, path.getStages(), "", "").getMessage())
                .contains("[credentials-missing]");
    }

    @Test
    void steps_go_by_the_administrators_path_and_by_no_file_of_the_workspace() throws Exception {
        credentials(CredentialsScope.SYSTEM, "dev-database", "right");
        CountersignConfiguration.get().setPaths(List.of(path("bookshop", "dev-database")));
        jenkins.assertLogContains(
                "board: DEV of dev, unreachable false",
                build(
                        Result.SUCCESS,
                        "def line = countersignStatus(promotionPath: 'bookshop').lines[0]\n"
                                + "echo \"board: ${line.stage} of ${line.target}, unreachable ${line.records == null}\""));
        jenkins.assertLogContains(
                "board of one: [dev]",
                build(
                        Result.SUCCESS,
                        "echo \"board of one: ${countersignStatus(promotionPath: 'bookshop', target: 'dev').lines*.target}\""));
        jenkins.assertLogContains(
                "[target-unknown]",
                build(Result.FAILURE, "countersignStatus promotionPath: 'bookshop', target: 'qat'"));
        jenkins.assertLogContains(
                "[promotion-path-imposed] The step goes by mine.yml of the workspace.",
                build(Result.FAILURE, "countersignStatus promotionPath: 'bookshop', stages: 'mine.yml'"));
        jenkins.assertLogContains(
                "[promotion-path-imposed] The step goes by stages.yml of the workspace.",
                build(Result.FAILURE, "countersignCheck release: 'x.zip', stage: 'DEV'"));
        jenkins.assertLogContains(
                "[promotion-path-unknown] There is no promotion path \"weaker\" for this job.",
                build(Result.FAILURE, "countersignStatus promotionPath: 'weaker'"));
        CountersignConfiguration.get().setPaths(List.of());
        CountersignConfiguration.get().setWorkspaceFiles(false);
        jenkins.assertLogContains("[promotion-path-imposed]", build(Result.FAILURE, "countersignStatus()"));
    }

    @Test
    void a_folders_path_serves_its_own_jobs_and_replaces_none_of_jenkins() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "shops");
        folder.addProperty(new FolderPaths(List.of(path("bookshop", "none"), path("toyshop", "none"))));
        WorkflowJob inside = folder.createProject(WorkflowJob.class, "inside");
        WorkflowJob outside = jenkins.createProject(WorkflowJob.class, "outside");
        CountersignConfiguration.get().setPaths(List.of(path("bookshop", "global")));
        assertThat(PromotionPaths.applyingTo(inside)).containsOnlyKeys("bookshop", "toyshop");
        assertThat(PromotionPaths.applyingTo(inside).get("bookshop").keeper()).isEmpty();
        assertThat(PromotionPaths.applyingTo(inside).get("toyshop").keeper()).isEqualTo("shops");
        assertThat(PromotionPaths.applyingTo(outside)).containsOnlyKeys("bookshop");
    }

    @Test
    void the_attestors_key_is_made_once_and_only_its_public_part_can_be_had() throws Exception {
        String fingerprint = AttestorKey.get().fingerprint();
        assertThat(AttestorKey.get().key().person().fingerprint()).isEqualTo(fingerprint);
        assertThat(new AttestorKey().fingerprint()).isEqualTo(fingerprint);
        String kept =
                Files.readString(jenkins.jenkins.getRootDir().toPath().resolve(AttestorKey.class.getName() + ".xml"));
        assertThat(kept).doesNotContain("PRIVATE KEY").contains("<secretKey>{");
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login("fred");
            String text = web.goTo("countersign/attestor.asc", "application/pgp-keys")
                    .getWebResponse()
                    .getContentAsString();
            assertThat(OpenPgp.keyring(text).persons())
                    .singleElement()
                    .satisfies(person -> assertThat(person.fingerprint()).isEqualTo(fingerprint));
        }
    }

    private WorkflowRun build(Result expected, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("node('remote') {\n" + script + "\n}", true));
        return jenkins.buildAndAssertStatus(expected, job);
    }

    private static void credentials(CredentialsScope scope, String id, String password) {
        try {
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new UsernamePasswordCredentialsImpl(scope, id, "", "ann", password));
        } catch (hudson.model.Descriptor.FormException e) {
            throw new IllegalStateException(e);
        }
    }

    private ConfiguredPath path(String name, String credentialsId) {
        ConfiguredPath path = new ConfiguredPath(name, """
                version: 1
                attestors:
                  jenkins: { keys: [ attestor.asc ] }
                roles:
                  customer: { keys: [ keys/customer.asc ], accounts: [ jenkins/tom ] }
                stages:
                  - name: DEV
                    targets:
                      - { name: dev, url: "jdbc:h2:%s/dev", credentials: { id: %s } }
                """.formatted(temp, credentialsId));
        PublicKeyFile keys = new PublicKeyFile("keys/customer.asc");
        keys.setText(CUSTOMER.publicKey());
        path.setKeys(List.of(keys));
        path.setAuthorRoles("developer tester");
        return path;
    }
}
