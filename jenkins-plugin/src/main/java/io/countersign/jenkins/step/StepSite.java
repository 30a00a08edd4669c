package io.countersign.jenkins.step;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.Run;
import io.countersign.jenkins.agent.AgentLogin;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.PathFiles;
import io.countersign.jenkins.agent.ProvidedPath;
import io.countersign.jenkins.configuration.CredentialsAsked;
import io.countersign.jenkins.configuration.PromotionPaths;
import io.countersign.jenkins.configuration.RunCredentials;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Where a step runs and which promotion path it goes by.
 *
 * @param kept the administrators' path; empty where the step goes by a file of the workspace, or by none
 */
record StepSite(
        Run<?, ?> run,
        AgentPlace place,
        Optional<PromotionPaths.Kept> kept,
        ProvidedPath provided,
        AbstractCommandStep step) {

    static StepSite of(StepContext context, AbstractCommandStep step) throws IOException, InterruptedException {
        Run<?, ?> run = context.get(Run.class);
        FilePath workspace = context.get(FilePath.class);
        if (!step.goesByStages()) {
            return new StepSite(run, new AgentPlace(workspace, ""), Optional.empty(), ProvidedPath.NONE, step);
        }
        Optional<PromotionPaths.Kept> kept = PromotionPaths.choose(run, step.promotionPath(), step.stagesFile());
        if (kept.isEmpty()) {
            String file = step.stagesFile().isEmpty() ? PathFiles.STAGES : step.stagesFile();
            return new StepSite(
                    run, new AgentPlace(workspace, workspace.child(file).getRemote()), kept, ProvidedPath.NONE, step);
        }
        if (step.grantNeeded().isPresent()) {
            kept.get().requireGranted(step.grantNeeded().get(), step.stageAsked());
        }
        Node node = context.get(Computer.class).getNode();
        if (node == null) {
            throw new AbortException("The agent was removed from Jenkins.");
        }
        ProvidedPath provided = kept.get().provided(node);
        String stages = new FilePath(workspace.getChannel(), provided.folder())
                .child(PathFiles.STAGES)
                .getRemote();
        return new StepSite(run, new AgentPlace(workspace, stages), kept, provided, step);
    }

    /** The logins of the targets, from whoever keeps the path: the job's own for a file of the job's own. */
    Map<String, AgentLogin> logins() throws IOException, InterruptedException {
        if (kept.isPresent()) {
            return kept.get()
                    .credentials()
                    .logins(CredentialsAsked.ids(kept.get().read().path(), step.stagesTouched()), run);
        }
        return place.stages().isEmpty()
                ? Map.of()
                : new RunCredentials(run)
                        .logins(new FilePath(place.workspace().getChannel(), place.stages())
                                .act(new CredentialsAsked(step.stagesTouched())));
    }
}
