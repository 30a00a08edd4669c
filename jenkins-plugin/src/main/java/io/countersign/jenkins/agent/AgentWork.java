package io.countersign.jenkins.agent;

import io.countersign.command.CommandResult;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Runs a command by itself, from {@link AgentLibrary} and the JDK alone. {@link AgentCommand} calls it by its name: the two are of
 * different class loaders, between which only the JDK's own types pass.
 */
public final class AgentWork implements BiFunction<String, Consumer<String>, String> {
    /** Called by name. */
    public AgentWork() {}

    /**
     * @param task an {@link AgentTask} as JSON
     * @param log takes each line of the build log
     * @return an {@link AgentAnswer} as JSON
     */
    @Override
    public String apply(String task, Consumer<String> log) {
        return Json.compact(answer(task, log));
    }

    private static AgentAnswer answer(String json, Consumer<String> log) {
        try {
            AgentTask task = Json.read(json, AgentTask.class);
            CommandResult result =
                    Json.read(task.order(), task.type()).execute(new JenkinsCommandContext(task.settings(), log));
            return new AgentAnswer(
                    Json.compact(result),
                    JenkinsCommandContext.lines(result.report()),
                    result.refusal().map(problem -> problem.code().code()).orElse(""),
                    result.refusal().map(PipelineWords::of).orElse(""));
        } catch (CountersignException e) {
            if (e.code() == ProblemCode.INTERNAL) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                trace.toString().lines().forEach(log);
            }
            return new AgentAnswer("{}", List.of(), e.code().code(), PipelineWords.of(e.problem()));
        } catch (Json.Malformed e) {
            throw new IllegalStateException("an order of our own could not be read", e);
        }
    }
}
