package io.countersign.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownRendererTest {

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
                    # a heading → \\# a heading
                    - an item → \\- an item
                    1. an item → 1\\. an item
                    *strong* _text_ → \\*strong\\* \\_text\\_
                    [a](javascript:x) → \\[a\\](javascript:x)
                    <script>x</script> → &lt;script>x&lt;/script>
                    &lt;b&gt; → &amp;lt;b&amp;gt;
                    a | b → a \\| b
                    `x` → \\`x\\`
                    see http://evil.example/ → see http&#58;//evil.example/
                    2026-11-01 → 2026-11-01
                    """)
    void lets_no_text_become_markup(String text, String written) {
        assertThat(new MarkdownRenderer()
                        .render(Report.titled("t").paragraph(text).build()))
                .isEqualTo("# t\n\n" + written + "\n");
    }

    @Test
    void fences_what_has_fences_in_it() {
        String markdown = new MarkdownRenderer()
                .render(Report.titled("t")
                        .listing("SQL", List.of("select '```", "````';"))
                        .build());

        assertThat(markdown).isEqualTo("# t\n\n**SQL**\n\n`````\nselect '```\n````';\n`````\n");
    }

    @Test
    void keeps_a_cell_in_its_row() {
        String markdown = new MarkdownRenderer()
                .render(Report.titled("t")
                        .table(List.of("A"), List.of(List.of(Report.Cell.bad("one\ntwo | three"))))
                        .build());

        assertThat(markdown).endsWith("| A |\n| --- |\n| **one<br>two \\| three** |\n");
    }
}
