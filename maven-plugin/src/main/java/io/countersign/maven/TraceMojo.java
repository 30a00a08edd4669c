package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.ReleaseInput;
import io.countersign.command.TraceCommand;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Tells the way of a release through all stages: timeline, approvals, deployments, fingerprints, durations. With
 * <code>-Dcountersign.html=FILE</code> as a page. Changes nothing.
 */
@Mojo(name = "trace", requiresProject = false, aggregator = true, threadSafe = true)
public final class TraceMojo extends AbstractCountersignMojo {

    /** The promotion path. */
    @Parameter(property = "countersign.stages", defaultValue = "stages.yml")
    private File stages;

    /** The release's file. Without it, the only <code>*-release.zip</code> in <code>target</code>. */
    @Parameter(property = "countersign.release")
    private File release;

    /** The folder of evidence. Without it, the one beside the release. */
    @Parameter(property = "countersign.evidence")
    private File evidence;

    @Override
    protected Command<TraceCommand.Result> command() {
        File file = release != null
                ? resolved(release)
                : SealedFiles.only(new File(session().getExecutionRootDirectory(), "target"));
        return new TraceCommand(
                new ReleaseInput(file, Optional.ofNullable(evidence).map(this::resolved)), resolved(stages));
    }
}
