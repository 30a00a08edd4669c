package io.countersign.command;

/**
 * One capability of the product. A Maven goal and a Jenkins step fill in the same command and show the same result. Every
 * command is a record that {@link io.countersign.json.Json} can write and read, so it can travel to an agent as text.
 */
public interface Command<R extends CommandResult> {

    /** @throws io.countersign.problem.CountersignException for everything that is refused or fails */
    R execute(CommandContext context);
}
