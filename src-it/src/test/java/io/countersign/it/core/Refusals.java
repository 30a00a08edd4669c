package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Refusals are told apart by their codes; the message is shown where another one came. */
final class Refusals {
    private Refusals() {}

    static void refused(ProblemCode code, ThrowingCallable attempt) {
        refused(code, "", attempt);
    }

    /** @param why part of the message */
    static void refused(ProblemCode code, String why, ThrowingCallable attempt) {
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(attempt)
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .withMessageContaining(why);
    }
}
