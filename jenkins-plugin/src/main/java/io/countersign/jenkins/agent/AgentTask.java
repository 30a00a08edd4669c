package io.countersign.jenkins.agent;

import io.countersign.command.Command;
import io.countersign.command.CommandResult;

/**
 * One command with all that it needs, on its way to the agent as JSON, so that the paths in it stay those of the agent and no
 * controller ever opens a database or a release.
 *
 * @param command the name of its class
 * @param order the command's own components, as JSON
 */
public record AgentTask(String command, String order, AgentSettings settings) {
    public static AgentTask of(CommandOrder order, AgentSettings settings) {
        return new AgentTask(order.type().getName(), order.json(), settings);
    }

    /** The command's class as the loader of this class knows it. */
    @SuppressWarnings("unchecked")
    Class<? extends Command<? extends CommandResult>> type() {
        try {
            return (Class<? extends Command<? extends CommandResult>>)
                    Class.forName(command).asSubclass(Command.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("controller and agent have the same jars", e);
        }
    }

    @Override
    public String toString() {
        return command.substring(command.lastIndexOf('.') + 1);
    }
}
