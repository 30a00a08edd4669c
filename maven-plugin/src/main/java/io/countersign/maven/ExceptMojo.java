package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.ExceptCommand;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Signs an exception, the emergency way that leaves a trace: it lifts named checks for one release and stage.
 */
@Mojo(name = "except", requiresProject = false, aggregator = true, threadSafe = true)
public final class ExceptMojo extends AbstractReleaseMojo {

    /** The role to act in, where the key belongs to several. */
    @Parameter(property = "countersign.role")
    private String role;

    /** The checks to lift, separated by commas, by the names that <code>countersign:check</code> shows. */
    @Parameter(property = "countersign.lifts")
    private List<String> lifts;

    /** Why; an auditor will read it. */
    @Parameter(property = "countersign.reason")
    private String reason;

    /** An ISO 8601 instant after which the exception no longer counts. */
    @Parameter(property = "countersign.until")
    private String until;

    @Override
    protected Command<ExceptCommand.Result> command() {
        return new ExceptCommand(
                release(),
                stage(),
                key(),
                Optional.ofNullable(role),
                lifts == null ? List.of() : lifts,
                reason == null ? "" : reason,
                Optional.ofNullable(until));
    }
}
