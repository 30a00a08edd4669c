package io.countersign.report;

import java.util.List;
import java.util.Locale;

/** Draws a report as one page that needs nothing else: no script, no font, no picture from anywhere. */
public final class HtmlRenderer {
    private static final String STYLE =
            "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}"
                    + "table{border-collapse:collapse;margin:1rem 0}th,td{padding:.25rem .8rem .25rem 0;text-align:left;"
                    + "vertical-align:top;border-bottom:1px solid #8884}.good{color:#0a6b2d}.caution{color:#8a5a00}.bad{color:#b00020}"
                    + "pre{white-space:pre-wrap;border-left:3px solid #8886;padding-left:.8rem}";

    /** A whole document, in UTF-8. */
    public String render(Report report) {
        StringBuilder html =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>");
        html.append(escaped(report.title()))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n<h1>");
        html.append(escaped(report.title())).append("</h1>\n");
        report.blocks().forEach(block -> block(block, html));
        return html.append("</html>\n").toString();
    }

    private static void block(Report.Block block, StringBuilder html) {
        if (block instanceof Report.Paragraph paragraph) {
            html.append("<p").append(tone(paragraph.text())).append('>');
            html.append(escaped(paragraph.text().text())).append("</p>\n");
        } else if (block instanceof Report.Facts facts) {
            html.append("<table>\n");
            facts.pairs().forEach(pair -> row("th", pair.subList(0, 1), "td", pair.subList(1, pair.size()), html));
            html.append("</table>\n");
        } else if (block instanceof Report.Table table) {
            html.append("<table>\n");
            row("th", table.headings().stream().map(Report.Cell::plain).toList(), "td", List.of(), html);
            table.rows().forEach(cells -> row("th", List.of(), "td", cells, html));
            html.append("</table>\n");
        } else if (block instanceof Report.Listing listing) {
            html.append("<h2>").append(escaped(listing.caption())).append("</h2>\n<pre>");
            listing.lines().forEach(line -> html.append(escaped(line)).append('\n'));
            html.append("</pre>\n");
        }
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

    /** What comes from a database must stay text. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
