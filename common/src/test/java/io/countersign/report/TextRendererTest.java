package io.countersign.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.report.Report.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextRendererTest {
    private static final String PATH = "/srv/a/folder/" + "0123456789abcdef".repeat(8) + ".json";
    private static final String COMMAND =
            "mvn countersign:approve -Dcountersign.stage=PRD -Dcountersign.release=" + PATH;

    @Test
    void wraps_between_words() {
        assertThat(lines(Report.titled("t").paragraph("one two three four five six seven")))
                .containsExactly("t", "one two three four five six", "seven");
    }

    @Test
    void leaves_paths_whole() {
        assertThat(lines(Report.titled("t").paragraph("It is in " + PATH + " on this machine.")))
                .containsExactly("t", "It is in", PATH, "on this machine.");
        assertThat(lines(Report.titled("t").fact("Statement", PATH))).containsExactly("t", "Statement  " + PATH);
        assertThat(lines(Report.titled("t")
                        .table(List.of("Path", "What"), List.of(List.of(Cell.plain(PATH), Cell.plain("new"))))))
                .contains(PATH + "  new");
    }

    @Test
    void leaves_commands_whole_and_wraps_what_follows() {
        assertThat(lines(Report.titled("t").paragraph("Ask for it: " + COMMAND + ", and tell the others why.")))
                .containsExactly("t", "Ask for it:", COMMAND + ",", "and tell the others why.");
        assertThat(lines(Report.titled("t").paragraph("What gpg --verify says of it is what counts in the end.")))
                .containsExactly("t", "What gpg --verify says of it", "is what counts in the end.");
    }

    private static List<String> lines(Report.Builder report) {
        return new TextRenderer(30, false).render(report.build());
    }
}
