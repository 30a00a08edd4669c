package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.RecoverCommand;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Says what an interrupted operation left on a target, and finishes it or takes it back.
 */
@Mojo(name = "recover", requiresProject = false, aggregator = true, threadSafe = true)
public final class RecoverMojo extends AbstractReleaseMojo {
    @Override
    protected Command<RecoverCommand.Result> command() {
        return new RecoverCommand(stage(), givenRelease(), lockTimeout());
    }
}
