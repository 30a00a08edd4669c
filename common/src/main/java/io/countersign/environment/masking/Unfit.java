package io.countersign.environment.masking;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;

/** What is said where rule and column, or rule and value, do not fit. Values are never repeated. */
final class Unfit {
    private Unfit() {}

    /** The caller, who knows the column, completes it. */
    static CountersignException value(String expected) {
        return CountersignException.problem(ProblemCode.MASKING_UNFIT)
                .found("A value is not what its rule is for.")
                .expected("%s.", expected)
                .remedy("Choose another rule for the column, or an own expression by sql.")
                .build();
    }

    static CountersignException column(String place, String rule, String why, String remedy) {
        return CountersignException.problem(ProblemCode.MASKING_UNFIT)
                .found("The rule %s of %s does not fit: %s.", rule, place, why)
                .remedy("%s", remedy)
                .build();
    }

    /** The same, with the column that the value stands in. */
    static CountersignException at(String place, CountersignException problem) {
        return CountersignException.problem(problem.code())
                .found("A value of %s is not what its rule is for.", place)
                .expected("%s", problem.problem().expected())
                .remedy("%s", problem.problem().remedy())
                .causedBy(problem);
    }
}
