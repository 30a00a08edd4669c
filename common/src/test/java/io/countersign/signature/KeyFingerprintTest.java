package io.countersign.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFingerprintTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789ABCDEF0123456789ABCDEF01234567",
                "0123456789abcdef0123456789abcdef01234567",
                " 0123 4567 89AB CDEF 0123  4567 89ab cdef 0123 4567 "
            })
    void is_read_as_gpg_prints_it_and_as_people_type_it(String text) {
        assertThat(KeyFingerprint.of(text)).isEqualTo("0123456789ABCDEF0123456789ABCDEF01234567");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada@example.org", "89ABCDEF01234567", "0123456789ABCDEF0123456789ABCDEF0123456G"})
    void leaves_no_doubt(String text) {
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> KeyFingerprint.of(text))
                .withMessageContaining("beyond doubt")
                .matches(problem -> problem.code() == ProblemCode.PARAMETER_INVALID);
    }
}
