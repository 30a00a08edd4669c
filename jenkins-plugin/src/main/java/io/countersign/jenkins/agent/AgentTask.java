package io.countersign.jenkins.agent;

import io.countersign.command.Command;
import io.countersign.command.CommandResult;

/**
 * One command with all that it needs, on its way to the agent as JSON, so that the paths in it stay those of the agent and no
 * controller ever opens a database or a release.
 *
 * @param order the command's own components, as JSON
 */
public record AgentTask(Class<? extends Command<? extends CommandResult>> type, String order, AgentSettings settings) {
    public static AgentTask of(CommandOrder order, AgentSettings settings) {
        return new AgentTask(order.type(), order.json(), settings);
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}
