package io.countersign.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlRendererTest {

    @Test
    void shows_every_block_and_lets_no_text_become_markup() {
        Report report = Report.titled("QAT is <b>a copy</b>")
                .fact("Rows", Report.Cell.good("5 & more"))
                .table(List.of("Table"), List.of(List.of(Report.Cell.plain("\"x\"<script>"))))
                .listing("Left out", List.of("a < b"))
                .paragraph("the end")
                .build();

        String html = new HtmlRenderer().render(report);

        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("QAT is &lt;b&gt;a copy&lt;/b&gt;")
                .contains("<td class=\"good\">5 &amp; more</td>")
                .contains("<td>&quot;x&quot;&lt;script&gt;</td>")
                .contains("a &lt; b")
                .contains("<p>the end</p>")
                .doesNotContain("<script")
                .doesNotContain("http");
    }
}
