package io.countersign.jenkins;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.ProxyException;
import hudson.remoting.VirtualChannel;
import io.countersign.command.Command;
import io.countersign.command.CommandResult;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.util.UUID;
import jenkins.MasterToSlaveFileCallable;

/**
 * One command, run in the process of the agent. It travels as JSON, so that the paths in it stay those of the agent and no
 * controller ever opens a database or a release.
 */
final class AgentCommand extends MasterToSlaveFileCallable<AgentAnswer> {
    private static final long serialVersionUID = 1L;

    private final String token;
    private final Class<? extends Command<? extends CommandResult>> type;
    private final String json;
    private final AgentSettings settings;
    private final TaskListener listener;
    private final ProvidedPath path;

    /** A command that nobody stops. */
    AgentCommand(CommandOrder order, AgentSettings settings, TaskListener listener, ProvidedPath path) {
        this(UUID.randomUUID().toString(), order, settings, listener, path);
    }

    /** @param token by which it can be stopped */
    AgentCommand(String token, CommandOrder order, AgentSettings settings, TaskListener listener, ProvidedPath path) {
        this.token = token;
        this.type = order.type();
        this.json = order.json();
        this.settings = settings;
        this.listener = listener;
        this.path = path;
    }

    @Override
    public AgentAnswer invoke(File workspace, VirtualChannel channel) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Liquibase looks its services up by the thread's loader, which on an agent knows remoting alone.
        thread.setContextClassLoader(AgentCommand.class.getClassLoader());
        try (RunningCommands.Running running = RunningCommands.enter(token)) {
            path.unpack();
            JenkinsCommandContext context = new JenkinsCommandContext(settings, listener);
            CommandResult result = Json.read(json, type).execute(context);
            return new AgentAnswer(
                    Json.compact(result),
                    JenkinsCommandContext.lines(result.report()),
                    result.refusal().map(problem -> problem.code().code()).orElse(""),
                    result.refusal().map(Problem::text).orElse(""));
        } catch (CountersignException e) {
            throw translated(e);
        } catch (Json.Malformed e) {
            throw new IOException("an order of our own could not be read: " + e.getMessage());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Only Jenkins' own exceptions pass the channel; a stack trace goes with a defect alone. */
    static IOException translated(CountersignException e) {
        return e.code() == ProblemCode.INTERNAL
                ? new IOException(e.problem().text(), new ProxyException(e))
                : refused(e);
    }

    static AbortException refused(CountersignException e) {
        return new AbortException(e.problem().text());
    }
}
