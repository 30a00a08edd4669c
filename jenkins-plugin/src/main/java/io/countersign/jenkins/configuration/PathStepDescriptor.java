package io.countersign.jenkins.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.countersign.jenkins.agent.PipelineWords;
import io.countersign.problem.CountersignException;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the descriptors of steps that go by a promotion path have in common: the choice of those that the job may go by. */
public abstract class PathStepDescriptor extends StepDescriptor {

    /** @param item whose steps; null outside of any */
    @POST
    public final ComboBoxModel doFillPromotionPathItems(@CheckForNull @AncestorInPath Item item) {
        if (item == null || !mayAsk(item)) {
            return new ComboBoxModel();
        }
        try {
            return new ComboBoxModel(PromotionPaths.applyingTo(item).keySet());
        } catch (CountersignException e) {
            // the check of the field says why
            return new ComboBoxModel();
        }
    }

    /** @param item whose steps; null outside of any */
    @POST
    public final FormValidation doCheckPromotionPath(
            @CheckForNull @AncestorInPath Item item, @QueryParameter String value) {
        if (item == null || !mayAsk(item)) {
            return FormValidation.ok();
        }
        try {
            Set<String> names = PromotionPaths.applyingTo(item).keySet();
            String named = Util.fixNull(value).trim();
            if (names.contains(named) || named.isEmpty() && names.isEmpty()) {
                return FormValidation.ok();
            }
            return FormValidation.error(
                    names.isEmpty()
                            ? "No administrator keeps a promotion path for this job."
                            : "Expected: one of " + String.join(", ", names)
                                    + ", which administrators keep for this job.");
        } catch (CountersignException e) {
            return FormValidation.error(PipelineWords.of(e.problem()));
        }
    }

    /** Whoever may not see how a job is configured does not learn what it could go by. */
    private static boolean mayAsk(Item item) {
        return item.hasPermission(Item.EXTENDED_READ);
    }
}
