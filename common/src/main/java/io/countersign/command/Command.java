package io.countersign.command;

import java.io.Serializable;

/**
 * One capability of the product. A Maven goal and a Jenkins step fill in the same command and show the same result. The
 * command itself is data, so it can travel to an agent.
 */
public interface Command<R extends CommandResult> extends Serializable {

    /** @throws io.countersign.problem.CountersignException for everything that is refused or fails */
    R execute(CommandContext context);
}
