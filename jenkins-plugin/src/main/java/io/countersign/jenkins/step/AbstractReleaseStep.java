package io.countersign.jenkins.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.EvidenceFiles;
import io.countersign.jenkins.agent.ReleaseDigest;
import io.countersign.jenkins.approval.KeptReview;
import io.countersign.jenkins.approval.RunReviews;
import io.countersign.release.SealedRelease;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Steps about one sealed release. */
public abstract class AbstractReleaseStep extends AbstractPathStep {
    private static final long serialVersionUID = 1L;

    private String release;
    private String evidence = "";

    protected AbstractReleaseStep(String release, String stage) {
        super(stage);
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

    /** Approvals that were given on the controller lie there until a step works on the release again. */
    @Override
    void provide(StepSite site) throws IOException, InterruptedException {
        List<KeptReview> reviews = release.isEmpty() ? List.of() : new RunReviews(site.run()).all();
        if (reviews.isEmpty()) {
            return;
        }
        FilePath workspace = site.place().workspace();
        String digest = workspace.child(release).act(new ReleaseDigest());
        for (KeptReview review : reviews) {
            // a run may seal again: what was signed for one release has no place beside another
            if (review.found().release().digest().hex().equals(digest)) {
                EvidenceFiles.push(review.evidence(), evidenceFolder(workspace));
            }
        }
    }

    /** The one that the step names, or the one beside the release. */
    final FilePath evidenceFolder(FilePath workspace) {
        FilePath file = workspace.child(release);
        String beside = String.valueOf(
                SealedRelease.evidenceFolder(Path.of(file.getName())).getFileName());
        return evidence.isEmpty() ? file.sibling(beside) : workspace.child(evidence);
    }

    final Map<String, Object> releaseInput(AgentPlace place) {
        Map<String, Object> input = new HashMap<>();
        input.put("release", place.path(release));
        input.put("evidence", place.pathOrNull(evidence));
        return input;
    }

    /** Null for none, as JSON has it. */
    @CheckForNull
    final Map<String, Object> givenReleaseInput(AgentPlace place) {
        return release.isEmpty() ? null : releaseInput(place);
    }
}
