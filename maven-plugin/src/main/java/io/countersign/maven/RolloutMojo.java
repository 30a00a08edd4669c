package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.RolloutCommand;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Moves a release to all targets of a stage, in the waves that the stage's <code>waves</code> name, several at a time, until too
 * many fail. Each target has its own gate, ledger and receipt. Run again after a stop, a pause or a crash, it goes on where it was.
 */
@Mojo(name = "rollout", requiresProject = false, aggregator = true, threadSafe = true)
public final class RolloutMojo extends AbstractReleaseMojo {

    /** Shows the waves, and what each target is at; changes nothing. */
    @Parameter(property = "countersign.preview", defaultValue = "false")
    private boolean preview;

    /** Names of targets that are left out, separated by commas. */
    @Parameter(property = "countersign.without")
    private List<String> without;

    @Override
    protected Command<RolloutCommand.Result> command() {
        return new RolloutCommand(
                release(),
                stage(),
                key(),
                Set.copyOf(Optional.ofNullable(without).orElse(List.of())),
                preview,
                lockTimeout());
    }
}
