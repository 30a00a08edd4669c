package io.countersign.maven;

import io.countersign.command.ReleaseInput;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** Goals that need a release. */
abstract class AbstractReleaseMojo extends AbstractKeyMojo {

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

    /** For goals that can do without. */
    protected final Optional<ReleaseInput> givenRelease() {
        return release == null ? Optional.empty() : Optional.of(release());
    }
}
