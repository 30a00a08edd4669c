package io.countersign.jenkins.agent;

import io.countersign.command.CommandContext.Login;
import io.countersign.secret.Secret;
import java.util.Optional;

/** A user and a password on their way to the agent. Does not print itself. */
public record AgentLogin(String user, String password) {
    Login login() {
        return new Login(Optional.of(user), Secret.of(password));
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
