package io.countersign.maven;

import io.countersign.command.BaselineCommand;
import io.countersign.command.Command;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Takes an existing database under control as it is. Changes nothing but the ledger.
 */
@Mojo(name = "baseline", requiresProject = false, aggregator = true, threadSafe = true)
public final class BaselineMojo extends AbstractStageMojo {

    /** The version that the database is at now. */
    @Parameter(property = "countersign.databaseVersion")
    private String databaseVersion;

    /** For the ledger. */
    @Parameter(property = "countersign.reason", defaultValue = "taken under control")
    private String reason;

    @Override
    protected Command<BaselineCommand.Result> command() {
        return new BaselineCommand(
                stage(),
                required(
                        "databaseVersion",
                        databaseVersion,
                        "No version of the database",
                        "the version of the release that it came from, or any name for its present state"),
                reason,
                lockTimeout());
    }
}
