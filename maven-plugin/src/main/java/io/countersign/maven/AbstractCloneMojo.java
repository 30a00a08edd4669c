package io.countersign.maven;

import io.countersign.command.CloneInput;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** Goals that copy one target onto another. */
abstract class AbstractCloneMojo extends AbstractSigningMojo {

    /** The promotion path. */
    @Parameter(property = "countersign.stages", defaultValue = "stages.yml")
    private File stages;

    /** The stage to copy from, for example <code>PRD</code>. */
    @Parameter(property = "countersign.from")
    private String from;

    /** The target of that stage, where it has several. */
    @Parameter(property = "countersign.fromTarget")
    private String fromTarget;

    /** The stage to copy to, for example <code>QAT</code>. */
    @Parameter(property = "countersign.to")
    private String to;

    /** The target of that stage, where it has several. */
    @Parameter(property = "countersign.target")
    private String target;

    /** How many seconds to wait while somebody else holds the target's lock. */
    @Parameter(property = "countersign.lockTimeout", defaultValue = "60")
    private int lockTimeout;

    protected final CloneInput input() {
        return new CloneInput(
                resolved(stages),
                required("from", from, "No stage to copy from", "one of the stages in " + stages),
                Optional.ofNullable(fromTarget),
                required("to", to, "No stage to copy to", "one of the stages in " + stages),
                Optional.ofNullable(target));
    }

    protected final int lockTimeout() {
        return lockTimeout;
    }
}
