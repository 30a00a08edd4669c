package io.countersign.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
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
                .doesNotContain("://");
    }

    @Test
    void allows_by_its_own_policy_nothing_but_its_own_style() throws Exception {
        String html = new HtmlRenderer().render(Report.titled("x").build());

        String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
        String digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        assertThat(html)
                .contains("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" + digest + "'")
                .doesNotContain(" style=");
        assertThat(style).doesNotContain("url(", "@import");
    }

    @Test
    void gives_every_step_a_number_a_box_and_a_line_to_tick_it_off() {
        Report report = Report.titled("Runbook")
                .section(Report.titled("Procedure")
                        .step("gate", Report.titled("Ask <it>").paragraph("why").build())
                        .step("deploy", Report.titled("Deploy").build())
                        .build())
                .section(Report.titled("Way back")
                        .step("rollback", Report.titled("Back").build())
                        .build())
                .section(Report.titled("Nothing").build())
                .signOff(List.of("Customer & co"))
                .build();

        assertThat(new HtmlRenderer().render(report))
                .contains(
                        "id=\"step-gate\"", "1. Ask &lt;it&gt;", "2. Deploy", "3. Back", "Done by", "Customer &amp; co")
                .doesNotContain("Nothing");
        assertThat(String.join("\n", new TextRenderer(100, false).render(report)))
                .contains("[ ] 1. Ask <it> (gate)", "[ ] 3. Back (rollback)", "Customer & co: name ___");
        assertThat(new MarkdownRenderer().render(report))
                .contains("### ☐ 1. Ask &lt;it> (gate)", "### ☐ 3. Back (rollback)", "| Customer &amp; co |");
    }
}
