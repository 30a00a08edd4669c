package io.countersign.jenkins;

import io.countersign.problem.ProblemCode;
import java.io.Serializable;
import java.util.List;

/**
 * What an agent sends back, as text, because only Jenkins' own classes pass the channel.
 *
 * @param json the command's result; an empty object where it was refused before there was one
 * @param report the result for people, a line each. The controller prints it, because what a far agent logs may still be under
 *     way when its step has ended
 * @param code of the refusal, for example {@code gate-refused}; empty where the answer is no refusal
 * @param refusal why the answer is a no; empty where it is not
 */
record AgentAnswer(String json, List<String> report, String code, String refusal) implements Serializable {

    /** A refusal that came instead of a result. */
    static AgentAnswer refused(String problem) {
        return new AgentAnswer(
                "{}",
                List.of(),
                ProblemText.code(problem).map(ProblemCode::code).orElse(""),
                problem);
    }
}
