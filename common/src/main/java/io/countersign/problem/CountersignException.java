package io.countersign.problem;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The only exception that leaves the core. Hosts (Maven, Jenkins) translate it once, by {@link ProblemCode.Kind}; they
 * print {@link Problem#text()} and never a stack trace, except for {@link ProblemCode#INTERNAL}.
 */
public final class CountersignException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    private CountersignException(Problem problem, Throwable cause) {
        super(problem.text(), cause);
        this.problem = problem;
    }

    private CountersignException(Problem problem) {
        super(problem.text());
        this.problem = problem;
    }

    public static CountersignException of(Problem problem) {
        return new CountersignException(problem);
    }

    /** Starts a problem; the text of {@code found} may use {@link String#format} placeholders. */
    public static Builder problem(ProblemCode code) {
        return new Builder(code);
    }

    public Problem problem() {
        return problem;
    }

    public ProblemCode code() {
        return problem.code();
    }

    /** The same problem with another account of what was left behind: only the outermost operation knows that. */
    public CountersignException withState(String state) {
        Problem told = new Problem(problem.code(), problem.found(), problem.expected(), problem.remedy(), state);
        CountersignException result = new CountersignException(told, this);
        result.setStackTrace(getStackTrace());
        return result;
    }

    /** The same problem, where nobody has told yet what was left. */
    public CountersignException orState(String state) {
        return problem.state().equals(Problem.NOTHING_CHANGED) ? withState(state) : this;
    }

    /** The same problem, met when something had been done. */
    public CountersignException behind(String done) {
        return problem.state().equals(Problem.NOTHING_CHANGED)
                ? withState(done)
                : withState(done + " " + problem.state());
    }

    /** Collects the parts of a problem in the order in which they are read. */
    public static final class Builder {
        private final ProblemCode code;
        private String found = "";
        private String expected = "";
        private String remedy = "";
        private String state = Problem.NOTHING_CHANGED;

        private Builder(ProblemCode code) {
            this.code = code;
        }

        public Builder found(String format, @Nullable Object... arguments) {
            this.found = sentence(format, arguments);
            return this;
        }

        public Builder expected(String format, @Nullable Object... arguments) {
            this.expected = sentence(format, arguments);
            return this;
        }

        public Builder remedy(String format, @Nullable Object... arguments) {
            this.remedy = sentence(format, arguments);
            return this;
        }

        public Builder state(String format, @Nullable Object... arguments) {
            this.state = sentence(format, arguments);
            return this;
        }

        public CountersignException build() {
            return new CountersignException(value());
        }

        public CountersignException causedBy(Throwable cause) {
            return new CountersignException(value(), cause);
        }

        public Problem value() {
            return new Problem(code, found.isEmpty() ? code.meaning() + "." : found, expected, remedy, state);
        }

        private static String sentence(String format, @Nullable Object... arguments) {
            return arguments.length == 0 ? format : String.format(java.util.Locale.ROOT, format, arguments);
        }
    }
}
