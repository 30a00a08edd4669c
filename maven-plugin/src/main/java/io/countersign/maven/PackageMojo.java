package io.countersign.maven;

import io.countersign.command.Command;
import io.countersign.command.PackageCommand;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Puts a release with its evidence and a small script into an RPM and a deb, both signed with a key whose public part
 * those who install have imported. Installing them deploys nothing.
 */
@Mojo(name = "package", requiresProject = false, aggregator = true, threadSafe = true)
public final class PackageMojo extends AbstractSigningMojo {

    /**
     * The release's file. Without it, the only <code>*-release.zip</code> in <code>target</code> or else in this folder, or the one
     * of the project's version.
     */
    @Parameter(property = "countersign.release")
    private File release;

    /** The folder of evidence. Without it, the one beside the release. */
    @Parameter(property = "countersign.evidence")
    private File evidence;

    /** The folder to write the packages to; those of the same release are replaced. */
    @Parameter(property = "countersign.output", defaultValue = "target")
    private File output;

    @Override
    protected Command<PackageCommand.Result> command() {
        return new PackageCommand(releaseInput(release, evidence), key(), resolved(output));
    }
}
