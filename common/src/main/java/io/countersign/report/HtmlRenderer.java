package io.countersign.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Draws a report as one page that needs nothing else: no script, no font, no picture from anywhere, which its own content
 * security policy says too. It prints on paper as it is.
 */
public final class HtmlRenderer {
    private static final String STYLE = style();
    private static final String POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" + base64Digest(STYLE) + "'";

    /** A whole document, in UTF-8. */
    public String render(Report report) {
        StringBuilder html =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(POLICY)
                .append("\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
                .append(escaped(report.title()))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escaped(report.title()))
                .append("</h1>\n");
        blocks(report.blocks(), 2, new Numbering(), html);
        return html.append("</body>\n</html>\n").toString();
    }

    private static void blocks(List<Report.Block> blocks, int level, Numbering steps, StringBuilder html) {
        blocks.forEach(block -> block(block, Math.min(level, 6), steps, html));
    }

    private static void block(Report.Block block, int level, Numbering steps, StringBuilder html) {
        if (block instanceof Report.Paragraph paragraph) {
            html.append("<p").append(tone(paragraph.text())).append('>');
            html.append(escaped(paragraph.text().text())).append("</p>\n");
        } else if (block instanceof Report.Facts facts) {
            html.append("<table class=\"facts\">\n");
            facts.pairs().forEach(pair -> row("th", pair.subList(0, 1), "td", pair.subList(1, pair.size()), html));
            html.append("</table>\n");
        } else if (block instanceof Report.Table table) {
            html.append("<table>\n<thead>");
            row("th", table.headings().stream().map(Report.Cell::plain).toList(), "td", List.of(), html);
            html.append("</thead>\n<tbody>\n");
            table.rows().forEach(cells -> row("th", List.of(), "td", cells, html));
            html.append("</tbody>\n</table>\n");
        } else if (block instanceof Report.Listing listing) {
            heading(level, escaped(listing.caption()), html);
            html.append("<pre>");
            listing.lines().forEach(line -> html.append(escaped(line)).append('\n'));
            html.append("</pre>\n");
        } else if (block instanceof Report.Section section) {
            html.append("<section>\n");
            heading(level, escaped(section.title()), html);
            blocks(section.blocks(), level + 1, steps, html);
            html.append("</section>\n");
        } else if (block instanceof Report.Step step) {
            step(step, level, steps, html);
        } else if (block instanceof Report.SignOff signOff) {
            html.append("<table class=\"sign\">\n<thead><tr><th>Role</th><th>Name</th><th>Date, time</th>"
                    + "<th>Signature</th></tr></thead>\n<tbody>\n");
            signOff.who()
                    .forEach(who -> html.append("<tr><td>")
                            .append(escaped(who))
                            .append("</td><td></td><td></td><td></td></tr>\n"));
            html.append("</tbody>\n</table>\n");
        }
    }

    private static void step(Report.Step step, int level, Numbering steps, StringBuilder html) {
        html.append("<section class=\"step\" id=\"step-")
                .append(escaped(step.id()))
                .append("\">\n");
        heading(
                level,
                "<span class=\"box\"></span>" + steps.next() + ". " + escaped(step.title()) + " <code>"
                        + escaped(step.id()) + "</code>",
                html);
        blocks(step.blocks(), level + 1, steps, html);
        html.append("<p class=\"tick\"><span>Done by</span><span>at</span><span>note</span></p>\n</section>\n");
    }

    private static void heading(int level, String markup, StringBuilder html) {
        html.append("<h")
                .append(level)
                .append('>')
                .append(markup)
                .append("</h")
                .append(level)
                .append(">\n");
    }

    private static void row(
            String first, List<Report.Cell> heads, String second, List<Report.Cell> cells, StringBuilder html) {
        html.append("<tr>");
        heads.forEach(cell -> cell(first, cell, html));
        cells.forEach(cell -> cell(second, cell, html));
        html.append("</tr>\n");
    }

    private static void cell(String tag, Report.Cell cell, StringBuilder html) {
        html.append('<').append(tag).append(tone(cell)).append('>');
        html.append(escaped(cell.text())).append("</").append(tag).append('>');
    }

    private static String tone(Report.Cell cell) {
        return cell.tone() == Report.Tone.PLAIN
                ? ""
                : " class=\"" + cell.tone().name().toLowerCase(Locale.ROOT) + "\"";
    }

    /** What comes from a release or a database must stay text. */
    private static String escaped(String text) {
        return Printable.lines(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&quot;");
    }

    private static String style() {
        try (InputStream in = HtmlRenderer.class.getResourceAsStream("page.css")) {
            if (in == null) {
                throw new IllegalStateException("page.css is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base64Digest(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
