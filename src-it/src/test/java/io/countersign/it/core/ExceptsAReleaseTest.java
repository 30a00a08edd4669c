package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.ExceptCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.StageInput;
import io.countersign.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExceptsAReleaseTest {
    @TempDir
    Path folder;

    private Promotion promotion;
    private ReleaseInput release;

    @BeforeEach
    void seal() {
        promotion = Promotion.on(Databases.H2, folder);
        release = promotion.sealFirst();
    }

    @Test
    void with_a_signed_statement() {
        ExceptCommand.Result result = promotion.run(exception(promotion.stage("PRD"), "customer", "drift", "why", ""));

        assertThat(Path.of(result.file())).content().contains("drift", "why", "https://countersign.io/exception/v1");
        assertThat(Path.of(result.file() + ".asc")).content().contains("BEGIN PGP SIGNATURE");
    }

    @Test
    void for_a_target_that_there_is_alone() {
        StageInput there = new StageInput(promotion.stagesFile(), "PRD", Optional.of("main"));
        StageInput nowhere = new StageInput(promotion.stagesFile(), "PRD", Optional.of("nowhere"));

        assertThat(promotion
                        .run(exception(there, "customer", "drift", "why", ""))
                        .stage())
                .isEqualTo("PRD");
        refused(ProblemCode.TARGET_UNKNOWN, exception(nowhere, "customer", "drift", "why", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"intact", "approvals", "separation-of-duties", "policy-pinned", "ledger", "no-such-check"})
    void never_from_what_trust_rests_on(String check) {
        refused(ProblemCode.PARAMETER_INVALID, exception(promotion.stage("PRD"), "customer", check, "why", ""));
    }

    @Test
    void only_with_a_reason_an_end_that_is_a_moment_and_by_those_who_may() {
        refused(ProblemCode.PARAMETER_MISSING, exception(promotion.stage("PRD"), "customer", "drift", " ", ""));
        refused(ProblemCode.PARAMETER_INVALID, exception(promotion.stage("PRD"), "customer", "drift", "why", "soon"));
        refused(ProblemCode.KEY_UNKNOWN, exception(promotion.stage("PRD"), "developer", "drift", "why", ""));
        refused(ProblemCode.KEY_UNKNOWN, exception(promotion.stage("QAT"), "operator", "drift", "why", ""));
        assertThat(promotion.evidence(release).toFile().list((where, name) -> name.startsWith("exception")))
                .isEmpty();
    }

    private ExceptCommand exception(StageInput stage, String person, String check, String reason, String until) {
        return new ExceptCommand(
                release,
                stage,
                promotion.key(person),
                Optional.empty(),
                List.of(check),
                reason,
                Optional.of(until).filter(text -> !text.isEmpty()));
    }

    private void refused(ProblemCode code, ExceptCommand command) {
        Refusals.refused(code, () -> promotion.run(command));
    }
}
