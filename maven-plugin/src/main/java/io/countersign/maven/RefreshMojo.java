package io.countersign.maven;

import io.countersign.command.CloneResult;
import io.countersign.command.Command;
import io.countersign.command.RefreshCommand;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Replaces a target, schema and data, by a copy of another one. Signs with a key of the role
 * that acts on the stage to copy to, where that stage names one.
 */
@Mojo(name = "refresh", requiresProject = false, aggregator = true, threadSafe = true)
public final class RefreshMojo extends AbstractCloneMojo {

    /** The target whose content is to be lost, as messages call it, for example <code>QAT/main</code>. */
    @Parameter(property = "countersign.confirm")
    private String confirm;

    /** Whether to back the target up before, by the stage's method. */
    @Parameter(property = "countersign.backup", defaultValue = "false")
    private boolean backup;

    @Override
    protected Command<CloneResult> command() {
        return new RefreshCommand(input(), key(), Optional.ofNullable(confirm), backup, lockTimeout());
    }
}
