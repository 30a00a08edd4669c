package io.countersign.jenkins;

import hudson.AbortException;
import hudson.FilePath;
import hudson.remoting.Channel;
import hudson.remoting.VirtualChannel;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One command under way on one agent. */
final class AgentCall {
    private static final Logger LOGGER = Logger.getLogger(AgentCall.class.getName());

    private final FilePath workspace;
    private final String token = UUID.randomUUID().toString();

    private AgentCall(FilePath workspace) {
        this.workspace = workspace;
    }

    static AgentCall on(FilePath workspace) {
        return new AgentCall(workspace);
    }

    /** Makes the command for this call's token, and runs it on the agent. */
    AgentAnswer run(Order order) throws Exception {
        AgentCommand command = order.with(token);
        try {
            return workspace.act(command);
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

    void stop() throws Exception {
        workspace.getChannel().call(new StopCommand(token));
    }

    private static boolean isLost(VirtualChannel channel) {
        return channel instanceof Channel remote && (remote.isClosingOrClosed() || remote.isOutClosed());
    }

    /** A command that knows by which token it can be stopped. */
    @FunctionalInterface
    interface Order {
        AgentCommand with(String token) throws Exception;
    }
}
