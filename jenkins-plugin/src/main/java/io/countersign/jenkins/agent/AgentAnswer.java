package io.countersign.jenkins.agent;

import io.countersign.problem.ProblemCode;
import java.util.List;

/**
 * What an agent sends back, as JSON, because only Jenkins' own classes pass the channel.
 *
 * @param json the command's result; an empty object where it was refused before there was one
 * @param report the result for people, a line each. The controller prints it, because what a far agent logs may still be under
 *     way when its step has ended
 * @param code of the refusal or fault, for example {@code gate-refused}; empty where there is none
 * @param refusal why the answer is a no, or why there is none; empty where it is a yes
 */
public record AgentAnswer(String json, List<String> report, String code, String refusal) {
    /** A refusal that came instead of a result. */
    public static AgentAnswer refused(String problem) {
        return new AgentAnswer(
                "{}",
                List.of(),
                ProblemText.code(problem).map(ProblemCode::code).orElse(""),
                problem);
    }

    /** Whether something did not work, so that this is no answer at all. */
    boolean isFault() {
        return !refusal.isEmpty() && !ProblemText.isRefusal(refusal);
    }
}
