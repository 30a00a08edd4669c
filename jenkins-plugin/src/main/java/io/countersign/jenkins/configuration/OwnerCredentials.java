package io.countersign.jenkins.configuration;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Run;
import hudson.security.ACL;
import io.countersign.jenkins.agent.AgentLogin;
import io.countersign.problem.CountersignException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;

/**
 * The credentials of whoever keeps a promotion path: the folder or Jenkins itself. A job's own credentials never stand in for
 * them, even under the same id; and those of the scope "system" serve the steps while no script can bind them.
 */
public final class OwnerCredentials {
    private final ItemGroup<?> owner;

    private OwnerCredentials(ItemGroup<?> owner) {
        this.owner = owner;
    }

    /** @param owner a folder; anything else, or none, stands for Jenkins itself */
    static OwnerCredentials of(@CheckForNull Object owner) {
        return new OwnerCredentials(
                owner instanceof ItemGroup<?> group && owner instanceof Item ? group : Jenkins.get());
    }

    public Map<String, AgentLogin> logins(List<String> ids) {
        Map<String, AgentLogin> logins = new HashMap<>();
        for (String id : ids) {
            logins.put(id, RunCredentials.login(login(id)));
        }
        return logins;
    }

    /** As {@link #logins(List)}, remembering that a run made use of them. */
    public Map<String, AgentLogin> logins(List<String> ids, Run<?, ?> run) {
        for (String id : ids) {
            CredentialsProvider.track(run, login(id));
        }
        return logins(ids);
    }

    private StandardUsernamePasswordCredentials login(String id) {
        return find(id, StandardUsernamePasswordCredentials.class, "a user name with a password");
    }

    /** Public keys from a secret file or text. */
    String key(String id) throws IOException {
        String expected = "a secret file or text with public keys";
        return RunCredentials.content(find(id, StandardCredentials.class, expected))
                .orElseThrow(() -> missing(id, expected));
    }

    private <C extends IdCredentials> C find(String id, Class<C> type, String expected) {
        C found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(type, owner, ACL.SYSTEM2, List.of()),
                CredentialsMatchers.withId(id));
        if (found == null) {
            throw missing(id, expected);
        }
        return found;
    }

    private CountersignException missing(String id, String expected) {
        String keeper = owner instanceof Item item ? "the folder " + item.getFullName() : "Jenkins";
        return RunCredentials.nowhere(
                "The promotion path names the credentials \"" + id + "\", which " + keeper + " does not have.",
                expected + ", global, or in the folder that keeps the promotion path.");
    }
}
