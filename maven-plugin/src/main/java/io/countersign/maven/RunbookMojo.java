package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.RunbookCommand;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes down the whole procedure of bringing a release to a stage, for print and for reading: what, why, who approved, the
 * checks, every step with its command and its SQL, what to do when it fails, the way back, sign-off. Changes nothing.
 */
@Mojo(name = "runbook", requiresProject = false, aggregator = true, threadSafe = true)
public final class RunbookMojo extends AbstractReleaseMojo {

    /** The folder for <code>…-runbook.html</code>, <code>.md</code> and <code>.txt</code>; those of an earlier one are replaced. */
    @Parameter(property = "countersign.output", defaultValue = "target/runbook")
    private File output;

    @Override
    protected Command<RunbookCommand.Result> command() {
        return new RunbookCommand(release(), stage(), key(), resolved(output));
    }
}
