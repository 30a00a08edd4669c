package io.countersign.jenkins;

import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps about one sealed release. */
public abstract class AbstractReleaseStep extends AbstractCommandStep {
    private static final long serialVersionUID = 1L;

    private String release;
    private String evidence = "";

    protected AbstractReleaseStep(String release) {
        this.release = orEmpty(release);
    }

    public final String getRelease() {
        return release;
    }

    /** For steps that can do without a release, and so take it from a setter. */
    final void giveRelease(String given) {
        this.release = orEmpty(given);
    }

    public final String getEvidence() {
        return evidence;
    }

    @DataBoundSetter
    public final void setEvidence(String evidence) {
        this.evidence = orEmpty(evidence);
    }

    final Map<String, Object> releaseInput(AgentPlace place) {
        Map<String, Object> input = new HashMap<>();
        input.put("release", place.path(release));
        input.put("evidence", place.pathOrNull(evidence));
        return input;
    }
}
