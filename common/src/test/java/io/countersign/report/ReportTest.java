package io.countersign.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.report.Report.Cell;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final List<String> COMMANDS = List.of("ask");

    @Test
    void says_everything_but_headings_and_listings_in_the_words_of_another_host() {
        assertThat(report(UnaryOperator.identity()).worded(text -> text.toUpperCase(Locale.ROOT)))
                .isEqualTo(report(text -> text.toUpperCase(Locale.ROOT)));
    }

    private static Report report(UnaryOperator<String> words) {
        return Report.titled("Whole")
                .fact(words.apply("name"), Cell.caution(words.apply("value")))
                .paragraph(words.apply("prose"))
                .table(List.of("Heading"), List.of(List.of(Cell.bad(words.apply("cell")))))
                .listing("Commands", COMMANDS)
                .section(Report.titled("Part").paragraph(words.apply("inner")).build())
                .step(
                        "id",
                        Report.titled("Step")
                                .paragraph(words.apply("do"))
                                .listing("", COMMANDS)
                                .build())
                .signOff(List.of("developer"))
                .build();
    }
}
