package io.countersign.jenkins;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.AbortException;
import hudson.model.Run;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The credentials that a run may use: its folder's, those of the folders above, and the global ones. */
final class RunCredentials {
    private final Run<?, ?> run;

    RunCredentials(Run<?, ?> run) {
        this.run = run;
    }

    Map<String, AgentLogin> logins(List<String> ids) throws AbortException {
        Map<String, AgentLogin> logins = new HashMap<>();
        for (String id : ids) {
            StandardUsernamePasswordCredentials found =
                    find(id, StandardUsernamePasswordCredentials.class, "a user name with a password");
            logins.put(id, new AgentLogin(found.getUsername(), found.getPassword().getPlainText()));
        }
        return logins;
    }

    /** An armoured secret key, from a secret file or a secret text. */
    String key(String id) throws IOException {
        StandardCredentials found = find(id, StandardCredentials.class, "a secret file or text with the key");
        if (found instanceof FileCredentials file) {
            return new String(file.getContent().readAllBytes(), StandardCharsets.UTF_8);
        }
        if (found instanceof StringCredentials text) {
            return text.getSecret().getPlainText();
        }
        throw missing(id, "a secret file or text with the key");
    }

    String text(String id) throws AbortException {
        return find(id, StringCredentials.class, "a secret text").getSecret().getPlainText();
    }

    private <C extends IdCredentials> C find(String id, Class<C> type, String expected) throws AbortException {
        C found = CredentialsProvider.findCredentialById(id, type, run);
        if (found == null) {
            throw missing(id, expected);
        }
        CredentialsProvider.track(run, found);
        return found;
    }

    private static AbortException missing(String id, String expected) {
        return new AbortException(CountersignException.problem(ProblemCode.CREDENTIALS_MISSING)
                .found("This job may use no such credentials \"%s\".", id)
                .expected("%s, global or in the job's folder.", expected)
                .remedy("Add them under this id, or correct the id.")
                .value()
                .text());
    }
}
