package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** The Jenkins of {@code hpi:run}, from the same files, as its users meet it: by their passwords, over HTTP. Needs git. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExampleTest {
    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .withHttpListenAddress("127.0.0.1")
            .javaOptions(
                    "-Xmx1g",
                    "-Djenkins.model.Jenkins.slaveAgentPort=-1",
                    "-Djenkins.model.Jenkins.slaveAgentPortEnforce=true");

    @Test
    void the_bookshop_goes_from_dev_to_prd_once_developer_and_customer_have_approved() throws Throwable {
        File home = jenkins.getHome();
        FileUtils.copyDirectory(new File("src/example"), home);
        FileUtils.copyDirectory(new File("../examples/bookshop"), new File(home, "bookshop"));
        jenkins.javaOptions("-Dcasc.jenkins.config=" + new File(home, "jenkins.yaml"), "-Dcountersign.example=" + home);
        jenkins.startJenkins();
        Browser developer = new Browser("developer");
        Browser customer = new Browser("customer");

        HttpResponse<Void> queued = developer.post("job/bookshop/build");
        assertThat(queued.statusCode()).isEqualTo(201);
        jenkins.runRemotely(
                ExampleTest::awaitBegin, queued.headers().firstValue("Location").orElseThrow());
        jenkins.runRemotely(ExampleTest::awaitLine, "approves for QAT:");
        String run = "job/bookshop/1/countersign-approval/";
        JsonNode qat = developer.json(run + "json").get(0);
        assertThat(qat.get("stage").asText()).isEqualTo("QAT");
        assertThat(customer.post(run + qat.get("id").asText() + "/approve").statusCode())
                .isEqualTo(403);
        assertThat(developer.post(run + qat.get("id").asText() + "/approve").statusCode())
                .isEqualTo(200);

        jenkins.runRemotely(ExampleTest::awaitLine, "approves for PRD:");
        JsonNode prd = developer.json(run + "json").get(1);
        assertThat(prd.get("state").asText()).isEqualTo("waiting");
        assertThat(developer.post(run + prd.get("id").asText() + "/approve").statusCode())
                .isEqualTo(200);
        assertThat(customer.post(run + prd.get("id").asText() + "/approve").statusCode())
                .isEqualTo(200);

        assertThat(jenkins.runRemotely(ExampleTest::log))
                .contains("was deployed to PRD/prd")
                .contains("jenkins/customer (customer), jenkins/developer (developer)");
    }

    /** Versions that the root cannot inherit, because the plugin has another parent. */
    @Test
    void hpi_run_from_the_root_is_that_of_the_plugin() throws IOException {
        String root = Files.readString(Path.of("../pom.xml"));
        assertThat(root)
                .contains("<jenkinsCoreVersionOverride>" + System.getProperty("countersign.jenkins")
                        + "</jenkinsCoreVersionOverride>")
                .contains("<artifactId>maven-hpi-plugin</artifactId>\n              <version>"
                        + System.getProperty("countersign.hpi-plugin") + "</version>");
    }

    private static void awaitLine(JenkinsRule there, String line) throws Exception {
        there.waitForMessage(line, run(there));
    }

    private static String log(JenkinsRule there) throws Exception {
        there.assertBuildStatusSuccess(there.waitForCompletion(run(there)));
        return JenkinsRule.getLog(run(there));
    }

    /** What is queued has no number yet. */
    private static void awaitBegin(JenkinsRule there, String queued) throws Exception {
        String id = queued.replaceAll(".*/item/(\\d+)/", "$1");
        there.jenkins
                .getQueue()
                .getItem(Long.parseLong(id))
                .getFuture()
                .getStartCondition()
                .get();
    }

    private static WorkflowRun run(JenkinsRule there) {
        return job(there).getBuildByNumber(1);
    }

    private static WorkflowJob job(JenkinsRule there) {
        return there.jenkins.getItemByFullName("bookshop", WorkflowJob.class);
    }

    /** Somebody with a password, a session and so a crumb. */
    private final class Browser {
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        private final String login;

        Browser(String user) {
            String both = user + ":" + user;
            login = "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        }

        JsonNode json(String path) throws IOException, InterruptedException {
            return new ObjectMapper()
                    .readTree(client.send(request(path).build(), HttpResponse.BodyHandlers.ofString())
                            .body());
        }

        HttpResponse<Void> post(String path) throws IOException, InterruptedException {
            JsonNode crumb = json("crumbIssuer/api/json");
            HttpRequest request = request(path)
                    .header(
                            crumb.get("crumbRequestField").asText(),
                            crumb.get("crumb").asText())
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding());
        }

        private HttpRequest.Builder request(String path) throws IOException {
            return HttpRequest.newBuilder(URI.create(jenkins.getUrl() + path))
                    .header("Accept", "application/json")
                    .header("Authorization", login);
        }
    }
}
