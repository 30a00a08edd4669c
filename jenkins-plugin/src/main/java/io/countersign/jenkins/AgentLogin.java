package io.countersign.jenkins;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.countersign.command.CommandContext.Login;
import io.countersign.secret.Secret;
import java.io.Serializable;
import java.util.Optional;

/** A user and a password on their way to the agent. Does not print itself. */
record AgentLogin(String user, String password) implements Serializable {

    static AgentLogin of(StandardUsernamePasswordCredentials credentials) {
        return new AgentLogin(
                credentials.getUsername(), credentials.getPassword().getPlainText());
    }

    Login login() {
        return new Login(Optional.of(user), Secret.of(password));
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
