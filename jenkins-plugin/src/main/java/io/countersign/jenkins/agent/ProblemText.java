package io.countersign.jenkins.agent;

import io.countersign.problem.ProblemCode;
import java.util.Arrays;
import java.util.Optional;

/** Reads the code out of a problem that came as text, because only Jenkins' own exceptions pass the channel of an agent. */
public final class ProblemText {
    private ProblemText() {}

    /** @param text such as {@code [lock-held] …}; empty for what is no problem of ours */
    public static Optional<ProblemCode> code(String text) {
        return Arrays.stream(ProblemCode.values())
                .filter(code -> text.startsWith("[" + code.code() + "]"))
                .findFirst();
    }

    public static boolean isRefusal(String text) {
        return code(text)
                .filter(code -> code.kind() == ProblemCode.Kind.REFUSAL)
                .isPresent();
    }
}
