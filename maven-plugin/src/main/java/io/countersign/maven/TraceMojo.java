package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.TraceCommand;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Tells the way of a release through all stages: timeline, approvals, deployments, fingerprints, durations. With
 * <code>-Dcountersign.html=FILE</code> as a page. Changes nothing.
 */
@Mojo(name = "trace", requiresProject = false, aggregator = true, threadSafe = true)
public final class TraceMojo extends AbstractSealedMojo {

    /** The promotion path. */
    @Parameter(property = "countersign.stages", defaultValue = "stages.yml")
    private File stages;

    @Override
    protected Command<TraceCommand.Result> command() {
        return new TraceCommand(release(), resolved(stages));
    }
}
