package io.countersign.command;

import io.countersign.problem.Problem;
import io.countersign.report.Report;
import java.util.Optional;

/** What came of a command: a record that can be written as JSON, and its form for people. */
public interface CommandResult {

    Report report();

    /** The same at full length, for a page that is kept and printed. */
    default Report page() {
        return report();
    }

    /**
     * A result can be complete and still be a no, as of a gate that refuses. The host shows the report first and then ends
     * with this problem.
     */
    default Optional<Problem> refusal() {
        return Optional.empty();
    }
}
