package io.countersign.maven;

import io.countersign.command.ApprovePolicyCommand;
import io.countersign.command.Command;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Signs that the policy of a stage may become the one in <code>stages.yml</code>, under the policy that is pinned now.
 */
@Mojo(name = "approve-policy", requiresProject = false, aggregator = true, threadSafe = true)
public final class ApprovePolicyMojo extends AbstractReleaseMojo {

    /** The role to act in, where the key belongs to several. */
    @Parameter(property = "countersign.role")
    private String role;

    /** Why the policy changes. */
    @Parameter(property = "countersign.reason", defaultValue = "")
    private String reason;

    @Override
    protected Command<ApprovePolicyCommand.Result> command() {
        return new ApprovePolicyCommand(
                release(), stage(), key(), Optional.ofNullable(role), reason == null ? "" : reason);
    }
}
