package io.countersign.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    /** FIPS 180-4's own example. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void is_written_as_the_tools_print_it() {
        assertThat(Digest.of("abc")).isEqualTo(new Digest(OF_ABC)).hasToString(OF_ABC);
        assertThat(Digest.of("abc")).isNotEqualTo(Digest.of("abd")).hasSameHashCodeAs(new Digest(OF_ABC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015add",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a/",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a:",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a`",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag"
            })
    void takes_nothing_else(String text) {
        assertThatThrownBy(() -> new Digest(text))
                .asInstanceOf(InstanceOfAssertFactories.type(CountersignException.class))
                .extracting(CountersignException::code)
                .isEqualTo(ProblemCode.PARAMETER_INVALID);
    }
}
