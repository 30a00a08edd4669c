package io.countersign.jenkins.agent;

import io.countersign.command.Command;
import io.countersign.command.CommandResult;
import io.countersign.json.Json;
import java.util.Map;

/** A command as the controller writes it down: names and values, with the agent's paths as text. */
public record CommandOrder(Class<? extends Command<? extends CommandResult>> type, String json) {

    public static CommandOrder of(Class<? extends Command<? extends CommandResult>> type, Map<String, ?> components) {
        return new CommandOrder(type, Json.compact(components));
    }
}
