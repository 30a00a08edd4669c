package io.countersign.jenkins.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.ProxyException;
import hudson.remoting.VirtualChannel;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import jenkins.MasterToSlaveFileCallable;

/** One command, run in the process of the agent. Gives back an {@link AgentAnswer} as JSON. */
public final class AgentCommand extends MasterToSlaveFileCallable<String> {
    private static final long serialVersionUID = 1L;

    /** By its name: the class itself is not the one of here. */
    private static final String WORK = "io.countersign.jenkins.agent.AgentWork";

    private final String token;
    private final AgentClasses classes;
    private final String task;
    private final TaskListener listener;
    private final ProvidedPath path;

    /** @param token by which it can be stopped */
    AgentCommand(String token, AgentClasses classes, AgentTask task, TaskListener listener, ProvidedPath path) {
        this.token = token;
        this.classes = classes;
        this.task = Json.compact(task);
        this.listener = listener;
        this.path = path;
    }

    @Override
    public String invoke(File workspace, VirtualChannel channel) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader own = classes.loader();
        // Liquibase looks its services up by the thread's loader
        thread.setContextClassLoader(own);
        try (RunningCommands.Running running = RunningCommands.enter(token)) {
            path.unpack();
            return work(own).apply(task, listener.getLogger()::println);
        } catch (CountersignException e) {
            throw translated(e);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // its class may be one that the controller does not have
            throw new IOException("A command of Countersign broke off: " + e, new ProxyException(e));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<String, Consumer<String>, String> work(ClassLoader own)
            throws ReflectiveOperationException {
        return (BiFunction<String, Consumer<String>, String>)
                own.loadClass(WORK).getConstructor().newInstance();
    }

    /** Only Jenkins' own exceptions pass the channel; a stack trace goes with a defect alone. */
    public static IOException translated(CountersignException e) {
        return e.code() == ProblemCode.INTERNAL
                ? new IOException(PipelineWords.of(e.problem()), new ProxyException(e))
                : refused(e);
    }

    public static AbortException refused(CountersignException e) {
        return new AbortException(PipelineWords.of(e.problem()));
    }
}
