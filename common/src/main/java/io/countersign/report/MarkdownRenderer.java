package io.countersign.report;

import io.countersign.report.Report.Cell;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a report as Markdown (CommonMark with tables). No text of a report can become markup. */
public final class MarkdownRenderer {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]{}|~!$]");
    private static final Pattern AT_THE_START = Pattern.compile("^(\\s*)([#>+=-]|\\d+(?=[.)](\\s|$)))");
    private static final Pattern BACKTICKS = Pattern.compile("`+");

    /** With a line break at the end. */
    public String render(Report report) {
        StringBuilder text =
                new StringBuilder("# ").append(inline(report.title())).append('\n');
        blocks(report.blocks(), 2, new Numbering(), text);
        return text.toString();
    }

    private static void blocks(List<Report.Block> blocks, int level, Numbering steps, StringBuilder text) {
        for (Report.Block block : blocks) {
            text.append('\n');
            block(block, level, steps, text);
        }
    }

    private static void block(Report.Block block, int level, Numbering steps, StringBuilder text) {
        if (block instanceof Report.Paragraph paragraph) {
            text.append(toned(paragraph.text()).replace("<br>", "  \n")).append('\n');
        } else if (block instanceof Report.Facts facts) {
            row(List.of("", ""), text);
            row(List.of("---", "---"), text);
            facts.pairs()
                    .forEach(pair ->
                            row(pair.stream().map(MarkdownRenderer::toned).toList(), text));
        } else if (block instanceof Report.Table table) {
            row(table.headings().stream().map(MarkdownRenderer::inline).toList(), text);
            row(Collections.nCopies(table.headings().size(), "---"), text);
            table.rows()
                    .forEach(cells ->
                            row(cells.stream().map(MarkdownRenderer::toned).toList(), text));
        } else if (block instanceof Report.Listing listing) {
            text.append("**").append(inline(listing.caption())).append("**\n\n");
            fenced(listing.lines(), text);
        } else if (block instanceof Report.Section section) {
            heading(level, inline(section.title()), text);
            blocks(section.blocks(), level + 1, steps, text);
        } else if (block instanceof Report.Step step) {
            heading(level, "☐ " + steps.next() + ". " + inline(step.title()) + " (" + inline(step.id()) + ")", text);
            blocks(step.blocks(), level + 1, steps, text);
            text.append('\n').append(inline(Numbering.TICK)).append('\n');
        } else if (block instanceof Report.SignOff signOff) {
            row(List.of("Role", "Name", "Date", "Signature"), text);
            row(Collections.nCopies(4, "---"), text);
            signOff.who().forEach(who -> row(List.of(inline(who), " ", " ", " "), text));
        }
    }

    private static void heading(int level, String title, StringBuilder text) {
        text.append("#".repeat(Math.min(level, 6))).append(' ').append(title).append('\n');
    }

    private static void row(List<String> cells, StringBuilder text) {
        text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |")))
                .append('\n');
    }

    /** A fence is longer than any row of backticks within. */
    private static void fenced(List<String> lines, StringBuilder text) {
        List<String> printable = lines.stream().map(Printable::lines).toList();
        int longest = printable.stream()
                .flatMap(line -> BACKTICKS.matcher(line).results())
                .mapToInt(row -> row.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        text.append(fence).append('\n');
        printable.forEach(line -> text.append(line).append('\n'));
        text.append(fence).append('\n');
    }

    private static String toned(Cell cell) {
        String text = inline(cell.text());
        return cell.tone() == Report.Tone.PLAIN || cell.tone() == Report.Tone.GOOD || text.isBlank()
                ? text
                : "**" + text + "**";
    }

    private static String inline(String text) {
        return text.lines().map(MarkdownRenderer::escaped).collect(Collectors.joining("<br>"));
    }

    private static String escaped(String line) {
        String safe = SPECIAL.matcher(Printable.line(line).strip()).replaceAll("\\\\$0");
        Matcher start = AT_THE_START.matcher(safe);
        String plain = !start.find()
                ? safe
                : start.group(2).matches("\\d+")
                        ? start.group(2) + "\\" + safe.substring(start.end())
                        : "\\" + safe.strip();
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace("://", "&#58;//");
    }
}
