package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.ReleaseInput;
import io.countersign.command.VerifyCommand;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offline: no database is asked. */
class VerifiesAReleaseTest {
    @TempDir
    Path folder;

    private Promotion promotion;
    private ReleaseInput release;

    @BeforeEach
    void rehearse() {
        promotion = Promotion.on(Databases.H2, folder);
        release = promotion.sealFirst();
        promotion.rehearse(release);
    }

    @Test
    void with_a_verdict_for_each_signature() {
        VerifyCommand.Result result = promotion.run(verify(Optional.of(promotion.stagesFile())));

        assertThat(result.refusal()).isEmpty();
        assertThat(result.release().version()).isEqualTo("1.0.0");
        assertThat(result.statements())
                .hasSize(5)
                .allSatisfy(verdict -> assertThat(verdict.counts()).isTrue())
                .extracting(VerifyCommand.Verdict::role)
                .containsOnly("developer", "customer", "operator");
    }

    @Test
    void alone_where_no_stages_are_at_hand() {
        VerifyCommand.Result result = promotion.run(verify(Optional.empty()));

        assertThat(result.refusal()).isEmpty();
        assertThat(result.statements()).isEmpty();
        assertThat(result.files()).isPositive();
    }

    @Test
    void and_names_the_statement_that_was_changed_after_it_was_signed() throws IOException {
        Path approval = evidence("approval-PRD");
        Files.writeString(approval, Files.readString(approval).replace("\"comment\" : \"\"", "\"comment\" : \"x\""));

        refused(approval.getFileName().toString());
    }

    @Test
    void and_names_a_file_that_is_no_statement() throws IOException {
        Files.writeString(promotion.evidence(release).resolve("notes.json"), "{}");

        refused("notes.json");
    }

    private void refused(String file) {
        VerifyCommand.Result result = promotion.run(verify(Optional.of(promotion.stagesFile())));
        Problem problem = result.refusal().orElseThrow();
        assertThat(problem.code()).isEqualTo(ProblemCode.SIGNATURE_BAD);
        assertThat(problem.found()).contains(file);
        assertThat(result.statements())
                .filteredOn(verdict -> !verdict.counts())
                .extracting(VerifyCommand.Verdict::file)
                .containsOnly(file);
    }

    private VerifyCommand verify(Optional<File> stages) {
        return new VerifyCommand(release, stages);
    }

    private Path evidence(String start) throws IOException {
        try (Stream<Path> files = Files.list(promotion.evidence(release))) {
            return files.filter(file -> file.getFileName().toString().startsWith(start))
                    .filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
