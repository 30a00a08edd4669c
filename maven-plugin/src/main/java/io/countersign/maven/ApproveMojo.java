package io.countersign.maven;

import io.countersign.command.ApproveCommand;
import io.countersign.command.Command;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Signs that a release may enter a stage, after showing what would happen there.
 */
@Mojo(name = "approve", requiresProject = false, aggregator = true, threadSafe = true)
public final class ApproveMojo extends AbstractReleaseMojo {

    /** The role to act in, where the key belongs to several. */
    @Parameter(property = "countersign.role")
    private String role;

    /** Remembered with the approval. */
    @Parameter(property = "countersign.comment", defaultValue = "")
    private String comment;

    /** A full fingerprint: writes the statement for that person to sign by <code>gpg --detach-sign</code>. */
    @Parameter(property = "countersign.prepareFor")
    private String prepareFor;

    /** Whether to connect to the stage and show the SQL that would run there. */
    @Parameter(property = "countersign.showSql", defaultValue = "true")
    private boolean showSql;

    @Override
    protected Command<ApproveCommand.Result> command() {
        return new ApproveCommand(
                release(),
                stage(),
                key(),
                Optional.ofNullable(role),
                comment == null ? "" : comment,
                Optional.ofNullable(prepareFor),
                showSql);
    }
}
