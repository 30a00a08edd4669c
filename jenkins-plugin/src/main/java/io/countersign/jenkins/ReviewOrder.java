package io.countersign.jenkins;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.countersign.command.ReviewCommand;
import io.countersign.release.SealedRelease;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Has the agent look at a release and its target, and brings the answer and the evidence to the controller. */
record ReviewOrder(StepContext context, AbstractApprovalStep step) {

    ApprovalDesk open(String id) throws IOException, InterruptedException {
        Run<?, ?> run = context.get(Run.class);
        FilePath workspace = context.get(FilePath.class);
        Node node = context.get(Computer.class).getNode();
        if (node == null) {
            throw new AbortException("The agent was removed from Jenkins.");
        }
        PromotionPaths.Kept kept = PromotionPaths.require(run, step.getPromotionPath());
        ProvidedPath provided = kept.provided(node);
        FilePath stages = new FilePath(workspace.getChannel(), provided.folder()).child(PathFiles.STAGES);
        AgentAnswer answer = workspace.act(new AgentCommand(
                CommandOrder.of(ReviewCommand.class, components(workspace, stages)),
                new AgentSettings(
                        "jenkins",
                        CommandExecution.version(),
                        new HashMap<>(context.get(EnvVars.class)),
                        kept.credentials()
                                .logins(CredentialsAsked.ids(kept.read().path(), step.getStage()), run),
                        "",
                        ""),
                context.get(TaskListener.class),
                provided));
        ApprovalFolder folder = ApprovalFolder.of(run, id);
        folder.keep(answer.json());
        EvidenceFiles.fetch(evidence(workspace), folder.evidence());
        return new ApprovalDesk(run, folder, step.getPromotionPath());
    }

    /** Hands to the agent what was signed on the controller. */
    void handBack(ApprovalDesk desk) throws IOException, InterruptedException {
        EvidenceFiles.push(desk.folder().evidence(), evidence(context.get(FilePath.class)));
    }

    private FilePath evidence(FilePath workspace) {
        FilePath release = workspace.child(step.getRelease());
        String beside = String.valueOf(
                SealedRelease.evidenceFolder(Path.of(release.getName())).getFileName());
        return step.getEvidence().isEmpty() ? release.sibling(beside) : workspace.child(step.getEvidence());
    }

    private Map<String, Object> components(FilePath workspace, FilePath stages) {
        Map<String, Object> release = new HashMap<>();
        release.put("release", workspace.child(step.getRelease()).getRemote());
        release.put("evidence", evidence(workspace).getRemote());
        Map<String, Object> stage = new HashMap<>();
        stage.put("stages", stages.getRemote());
        stage.put("stage", step.getStage());
        stage.put("target", step.getTarget().isEmpty() ? null : step.getTarget());
        return Map.of("release", release, "stage", stage);
    }
}
