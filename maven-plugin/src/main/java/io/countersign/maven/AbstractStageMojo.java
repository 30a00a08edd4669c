package io.countersign.maven;

import io.countersign.command.StageInput;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** Goals that are about one stage. */
abstract class AbstractStageMojo extends AbstractCountersignMojo {

    /** The promotion path. */
    @Parameter(property = "countersign.stages", defaultValue = "stages.yml")
    private File stages;

    /** The stage's name, for example <code>QAT</code>. */
    @Parameter(property = "countersign.stage")
    private String stage;

    /** The target's name, where the stage has several. */
    @Parameter(property = "countersign.target")
    private String target;

    /** How many seconds to wait while somebody else holds the target's lock. */
    @Parameter(property = "countersign.lockTimeout", defaultValue = "60")
    private int lockTimeout;

    protected final StageInput stage() {
        return new StageInput(
                resolved(stages),
                required("stage", stage, "No stage", "one of the stages in " + stages),
                Optional.ofNullable(target));
    }

    protected final int lockTimeout() {
        return lockTimeout;
    }
}
