package io.countersign.jenkins.agent;

import jenkins.security.MasterToSlaveCallable;

/** Asks a command that runs in the process of an agent to stop. It then takes back what it began, and says so. */
final class StopCommand extends MasterToSlaveCallable<Boolean, RuntimeException> {
    private static final long serialVersionUID = 1L;

    private final String token;

    StopCommand(String token) {
        this.token = token;
    }

    @Override
    public Boolean call() {
        RunningCommands.stop(token);
        return true;
    }
}
