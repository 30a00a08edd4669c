package io.countersign.jenkins.configuration;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Run;
import io.countersign.jenkins.agent.AgentLogin;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The credentials that a run may use: its folder's, those of the folders above, and the global ones. */
public final class RunCredentials {
    private final Run<?, ?> run;

    public RunCredentials(Run<?, ?> run) {
        this.run = run;
    }

    public Map<String, AgentLogin> logins(List<String> ids) {
        Map<String, AgentLogin> logins = new HashMap<>();
        for (String id : ids) {
            StandardUsernamePasswordCredentials found =
                    find(id, StandardUsernamePasswordCredentials.class, "a user name with a password");
            logins.put(id, login(found));
        }
        return logins;
    }

    static AgentLogin login(StandardUsernamePasswordCredentials credentials) {
        return new AgentLogin(
                credentials.getUsername(), credentials.getPassword().getPlainText());
    }

    /** An armoured secret key, from a secret file or a secret text. */
    public String key(String id) throws IOException {
        String expected = "a secret file or text with the key";
        return content(find(id, StandardCredentials.class, expected)).orElseThrow(() -> missing(id, expected));
    }

    /** What a secret file or text holds; empty for credentials of another kind. */
    static Optional<String> content(StandardCredentials credentials) throws IOException {
        if (credentials instanceof FileCredentials file) {
            return Optional.of(new String(file.getContent().readAllBytes(), StandardCharsets.UTF_8));
        }
        return credentials instanceof StringCredentials text
                ? Optional.of(text.getSecret().getPlainText())
                : Optional.empty();
    }

    public String text(String id) {
        return find(id, StringCredentials.class, "a secret text").getSecret().getPlainText();
    }

    private <C extends IdCredentials> C find(String id, Class<C> type, String expected) {
        C found = CredentialsProvider.findCredentialById(id, type, run);
        if (found == null) {
            throw missing(id, expected);
        }
        CredentialsProvider.track(run, found);
        return found;
    }

    private static CountersignException missing(String id, String expected) {
        return nowhere(
                "This job may use no such credentials \"" + id + "\".", expected + ", global or in the job's folder.");
    }

    static CountersignException nowhere(String found, String expected) {
        return CountersignException.problem(ProblemCode.CREDENTIALS_MISSING)
                .found("%s", found)
                .expected("%s", expected)
                .remedy("Add them under this id, or correct the id.")
                .build();
    }
}
