package io.countersign.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Users search the documentation for codes, so it must have each one, with the meaning that the code gives it. */
class ProblemCatalogueTest {
    private static final Path PAGE = Path.of("..", "docs", "problems.md");

    @Test
    void every_code_is_documented_with_its_meaning() throws IOException {
        List<String> rows = Arrays.stream(ProblemCode.values())
                .map(ProblemCatalogueTest::row)
                .toList();

        assertThat(Files.readAllLines(PAGE)).containsSubsequence(rows);
    }

    @Test
    void a_problem_reads_as_one_paragraph_with_its_state_at_the_end() {
        CountersignException problem = CountersignException.problem(ProblemCode.STAGE_UNKNOWN)
                .found("There is no stage \"%s\".", "100%")
                .expected("one of DEV, PRD.")
                .remedy("Name one.")
                .build();

        assertThat(problem.problem().text())
                .isEqualTo("[stage-unknown] There is no stage \"100%\". Expected: one of DEV, PRD. Remedy: Name one. "
                        + "State: Nothing was changed.");
    }

    private static String row(ProblemCode code) {
        return "| `" + code.code() + "` | " + code.kind().name().toLowerCase(Locale.ROOT) + " | " + code.meaning()
                + " |";
    }
}
