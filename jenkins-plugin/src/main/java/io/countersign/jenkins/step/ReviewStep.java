package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.ReviewCommand;
import io.countersign.jenkins.agent.AgentAnswer;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import io.countersign.jenkins.approval.GateSummary;
import io.countersign.jenkins.approval.KeptReview;
import io.countersign.jenkins.approval.RunReviews;
import java.io.IOException;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;

/** Looks at a release and its target for those who are to approve, and keeps what it finds with the run. Changes nothing. */
public final class ReviewStep extends AbstractStageStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public ReviewStep(String release, String stage) {
        super(release, stage);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(ReviewCommand.class, components(place));
    }

    @Override
    void keep(StepSite site, AgentAnswer answer) throws IOException, InterruptedException {
        new RunReviews(site.run())
                .add(
                        new KeptReview.Asked(getPromotionPath(), getStage(), getTarget()),
                        answer.json(),
                        evidenceFolder(site.place().workspace()));
    }

    /** {@code open}, {@code digest} and the names of the checks that refuse. */
    @Override
    void summarise(Map<String, Object> result) {
        GateSummary.add(result);
    }

    /** Countersign: look at a release for its approvers. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
