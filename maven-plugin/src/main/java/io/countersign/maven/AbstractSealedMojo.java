package io.countersign.maven;

import io.countersign.command.ReleaseInput;
import java.io.File;
import org.apache.maven.plugins.annotations.Parameter;

/** Goals that look at a release alone, and need neither a stage nor a key. */
abstract class AbstractSealedMojo extends AbstractCountersignMojo {

    /**
     * The release's file. Without it, the only <code>*-release.zip</code> in <code>target</code> or else in this folder, or the one
     * of the project's version.
     */
    @Parameter(property = "countersign.release")
    private File release;

    /** The folder of evidence. Without it, the one beside the release. */
    @Parameter(property = "countersign.evidence")
    private File evidence;

    protected final ReleaseInput release() {
        return releaseInput(release, evidence);
    }
}
