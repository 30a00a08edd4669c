package io.countersign.jenkins.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.VirtualChannel;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One command under way on one agent. */
public final class AgentCall {
    private static final Logger LOGGER = Logger.getLogger(AgentCall.class.getName());

    private final FilePath root;
    private final FilePath workspace;
    private final String token = UUID.randomUUID().toString();

    private AgentCall(FilePath root, FilePath workspace) {
        this.root = root;
        this.workspace = workspace;
    }

    /**
     * @param root the agent's own folder
     * @param workspace where the command works
     */
    public static AgentCall on(FilePath root, FilePath workspace) {
        return new AgentCall(root, workspace);
    }

    /**
     * Runs a command on the agent.
     *
     * @throws AbortException where something did not work, with the problem's text
     */
    public AgentAnswer run(AgentTask task, TaskListener listener, ProvidedPath path)
            throws IOException, InterruptedException {
        try {
            AgentAnswer answer = Json.read(answered(task, listener, path), AgentAnswer.class);
            if (answer.isFault()) {
                throw new AbortException(answer.refusal());
            }
            return answer;
        } catch (Json.Malformed e) {
            throw new IOException("the agent's answer cannot be read: " + e.getMessage(), e);
        }
    }

    private String answered(AgentTask task, TaskListener listener, ProvidedPath path)
            throws IOException, InterruptedException {
        try {
            AgentClasses classes = AgentLibrary.get().on(root);
            return workspace.act(new AgentCommand(token, classes, task, listener, path));
        } catch (IOException | RuntimeException e) {
            if (isLost(workspace.getChannel())) {
                LOGGER.log(Level.FINE, "the agent was lost", e);
                throw new AbortException(CountersignException.problem(ProblemCode.AGENT_LOST)
                        .found("The agent was lost before it answered.")
                        .remedy("Run the step again: it sets right what was interrupted, and does nothing twice.")
                        .state(
                                "%s",
                                "What it had begun is finished or taken back by the next countersignDeploy or"
                                        + " countersignRecover.")
                        .value()
                        .text());
            }
            throw e;
        }
    }

    public void stop() throws Exception {
        workspace.getChannel().call(new StopCommand(token));
    }

    private static boolean isLost(VirtualChannel channel) {
        return channel instanceof Channel remote && (remote.isClosingOrClosed() || remote.isOutClosed());
    }
}
