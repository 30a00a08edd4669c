package io.countersign.jenkins.configuration;

import hudson.FilePath;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.countersign.command.StatusCommand;
import io.countersign.jenkins.agent.AgentAnswer;
import io.countersign.jenkins.agent.AgentCall;
import io.countersign.jenkins.agent.AgentLogin;
import io.countersign.jenkins.agent.AgentSettings;
import io.countersign.jenkins.agent.AgentTask;
import io.countersign.jenkins.agent.CommandOrder;
import io.countersign.jenkins.agent.PathFiles;
import io.countersign.jenkins.agent.PipelineWords;
import io.countersign.jenkins.agent.ProvidedPath;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/** Connects to the targets of a promotion path that is being configured, the way a step would. */
record ConnectionTest(OwnerCredentials credentials, String stages, String stage) {

    FormValidation on(String nodeName) {
        Node node = nodeName.isEmpty() ? Jenkins.get() : Jenkins.get().getNode(nodeName);
        FilePath root = node == null ? null : node.getRootPath();
        if (root == null) {
            return FormValidation.error("The node " + nodeName + " is not online.");
        }
        try {
            return answer(root);
        } catch (CountersignException e) {
            return FormValidation.error(PipelineWords.of(e.problem()));
        } catch (IOException e) {
            return FormValidation.error(e.getMessage());
        } catch (Json.Malformed e) {
            throw new IllegalStateException("an answer of our own could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error("The test was interrupted.");
        }
    }

    private FormValidation answer(FilePath root) throws IOException, InterruptedException, Json.Malformed {
        List<String> asked = stage.isEmpty() ? List.of() : List.of(stage);
        Map<String, AgentLogin> logins = credentials.logins(CredentialsAsked.ids(PathReading.stages(stages), asked));
        root.mkdirs();
        FilePath folder = root.createTempDir("countersign", "test");
        try {
            ProvidedPath path = new ProvidedPath(
                    new PathFiles(Map.of(PathFiles.STAGES, stages.getBytes(StandardCharsets.UTF_8))),
                    folder.getRemote());
            Map<String, Object> components = new HashMap<>();
            components.put("stages", folder.child(PathFiles.STAGES).getRemote());
            components.put("stage", stage.isEmpty() ? null : stage);
            components.put("target", null);
            AgentAnswer answer = AgentCall.on(root, root)
                    .run(
                            AgentTask.of(
                                    CommandOrder.of(StatusCommand.class, components),
                                    new AgentSettings("connection test", "", Map.of(), logins, "", "")),
                            TaskListener.NULL,
                            path);
            return shown(Json.read(answer.json(), StatusCommand.Result.class).lines());
        } finally {
            folder.deleteRecursive();
        }
    }

    /** A target whose ledger can be read could be reached; the board says of the others why they could not. */
    private static FormValidation shown(List<StatusCommand.Line> lines) {
        String text = lines.stream()
                .map(line -> line.stage() + "/" + line.target() + ": "
                        + (line.records().isPresent() ? "reached" : line.state().orElse("unreachable")))
                .collect(Collectors.joining("; "));
        return lines.stream().allMatch(line -> line.records().isPresent())
                ? FormValidation.ok(text)
                : FormValidation.error(text);
    }
}
