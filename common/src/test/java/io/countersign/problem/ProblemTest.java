package io.countersign.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {

    /** Servers, drivers and users end their texts as they like. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    It is wrong.                 | It is wrong.
                    It is for user "app"         | It is for user "app".
                    It cannot be read: denied..  | It cannot be read: denied.
                    It said (no mysql).).        | It said (no mysql)).
                    It said (it is not there.).  | It said (it is not there).
                    Is it there?.                | Is it there?
                    It is version 1.4.0          | It is version 1.4.0.
                    """)
    void sentences_end_once(String found, String told) {
        Problem problem = new Problem(ProblemCode.FILE_MISSING, found, "", "Look.", Problem.NOTHING_CHANGED);
        assertThat(problem.text())
                .isEqualTo("[file-missing] " + told + " Remedy: Look. State: " + Problem.NOTHING_CHANGED);
    }
}
