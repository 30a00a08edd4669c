package io.countersign.jenkins.agent;

import java.util.Map;

/**
 * What the controller alone knows and a command on the agent needs.
 *
 * @param actor for ledgers, {@code user@node}
 * @param tool the version of Countersign
 * @param environment the environment of the step, not of the agent's process
 * @param logins by credentials id: those that the promotion path names for the stage, no others
 * @param key an armoured OpenPGP secret key; empty for none
 * @param passphrase of that key; empty for none
 */
public record AgentSettings(
        String actor,
        String tool,
        Map<String, String> environment,
        Map<String, AgentLogin> logins,
        String key,
        String passphrase) {

    /** The name under which a command asks for the key: it never is a variable of a process, nor a file. */
    public static final String KEY_VARIABLE = "COUNTERSIGN_JENKINS_KEY";

    @Override
    public String toString() {
        return actor;
    }
}
