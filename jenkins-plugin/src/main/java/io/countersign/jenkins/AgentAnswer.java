package io.countersign.jenkins;

import io.countersign.problem.ProblemCode;
import java.io.Serializable;

/**
 * What an agent sends back, as text, because only Jenkins' own classes pass the channel.
 *
 * @param json the command's result; an empty object where it was refused before there was one
 * @param code of the refusal, for example {@code gate-refused}; empty where the answer is no refusal
 * @param refusal why the answer is a no; empty where it is not
 */
record AgentAnswer(String json, String code, String refusal) implements Serializable {

    /** A refusal that came instead of a result. */
    static AgentAnswer refused(String problem) {
        return new AgentAnswer(
                "{}", ProblemText.code(problem).map(ProblemCode::code).orElse(""), problem);
    }
}
