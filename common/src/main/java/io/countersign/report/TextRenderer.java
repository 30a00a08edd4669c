package io.countersign.report;

import io.countersign.report.Report.Cell;
import java.util.ArrayList;
import java.util.List;

/** Draws a report for a terminal or a log. The last column wraps; the others are as wide as their longest text. */
public final class TextRenderer {
    private static final int NARROWEST_LAST_COLUMN = 30;
    private static final int WIDEST_COLUMN = 44;
    private static final String GAP = "  ";

    private final int width;
    private final boolean colour;

    /** @param width in characters */
    public TextRenderer(int width, boolean colour) {
        this.width = width;
        this.colour = colour;
    }

    public List<String> render(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(bold(printable(report.title())));
        blocks(report.blocks(), new Numbering(), lines);
        return lines;
    }

    private void blocks(List<Report.Block> blocks, Numbering steps, List<String> lines) {
        for (Report.Block block : blocks) {
            if (block instanceof Report.Paragraph paragraph) {
                wrap(paragraph.text().text(), width)
                        .forEach(line -> lines.add(tint(line, paragraph.text().tone())));
            } else if (block instanceof Report.Facts facts) {
                grid(facts.pairs(), lines);
            } else if (block instanceof Report.Table table) {
                lines.add("");
                table(table, lines);
            } else if (block instanceof Report.Listing listing) {
                lines.add("");
                lines.add(bold(printable(listing.caption())));
                listing.lines().forEach(line -> line.lines().forEach(part -> lines.add("    " + printable(part))));
            } else if (block instanceof Report.Section section) {
                lines.add("");
                lines.add(bold(printable(section.title())));
                lines.add("=".repeat(Math.min(width, length(printable(section.title())))));
                blocks(section.blocks(), steps, lines);
            } else if (block instanceof Report.Step step) {
                lines.add("");
                lines.add(bold("[ ] " + printable(steps.next() + ". " + step.title() + " (" + step.id() + ")")));
                blocks(step.blocks(), steps, lines);
                lines.add("");
                lines.add("    " + Numbering.TICK);
            } else if (block instanceof Report.SignOff signOff) {
                signOff.who().forEach(who -> {
                    lines.add("");
                    lines.add("    " + printable(who) + ": name ____________________  date ____________  signature");
                });
            }
        }
    }

    private void table(Report.Table table, List<String> lines) {
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(table.headings().stream().map(Cell::plain).toList());
        rows.addAll(table.rows());
        int[] widths = widths(rows);
        List<String> heading = new ArrayList<>();
        row(rows.get(0), widths, heading);
        heading.forEach(line -> lines.add(bold(line)));
        int total = java.util.Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
        lines.add("-".repeat(Math.min(total, width)));
        table.rows().forEach(row -> row(row, widths, lines));
    }

    private void grid(List<List<Cell>> rows, List<String> lines) {
        int[] widths = widths(rows);
        rows.forEach(row -> row(row, widths, lines));
    }

    private int[] widths(List<List<Cell>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<Cell> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(
                        widths[column], length(printable(row.get(column).text())));
            }
        }
        for (int column = 0; column < columns - 1; column++) {
            widths[column] = Math.min(widths[column], Math.max(WIDEST_COLUMN, longest(rows, column)));
        }
        if (columns > 0) {
            int others = GAP.length() * (columns - 1);
            for (int column = 0; column < columns - 1; column++) {
                others += widths[column];
            }
            widths[columns - 1] = Math.min(widths[columns - 1], Math.max(NARROWEST_LAST_COLUMN, width - others));
        }
        return widths;
    }

    /** The longest of what is not wrapped. */
    private static int longest(List<List<Cell>> rows, int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .flatMap(row -> row.get(column).text().lines())
                .flatMap(line -> Unbroken.parts(printable(line)).stream())
                .mapToInt(TextRenderer::length)
                .max()
                .orElse(0);
    }

    private void row(List<Cell> row, int[] widths, List<String> lines) {
        List<List<String>> cells = new ArrayList<>();
        int height = 1;
        for (int column = 0; column < row.size(); column++) {
            List<String> wrapped = wrap(row.get(column).text(), Math.max(1, widths[column]));
            height = Math.max(height, wrapped.size());
            cells.add(wrapped);
        }
        for (int line = 0; line < height; line++) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < cells.size(); column++) {
                String part =
                        line < cells.get(column).size() ? cells.get(column).get(line) : "";
                boolean last = column == cells.size() - 1;
                String padded = last ? part : part + " ".repeat(Math.max(0, widths[column] - length(part)));
                text.append(tint(padded, row.get(column).tone())).append(last ? "" : GAP);
            }
            lines.add(text.toString().stripTrailing());
        }
    }

    /** What is longer than a line, such as a path or a command, stays whole: terminals wrap it so that it can be copied. */
    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : Unbroken.parts(printable(paragraph))) {
                if (line.length() > 0 && length(line) + 1 + length(word) > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.length() == 0 ? "" : " ").append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static String printable(String text) {
        return Printable.line(text);
    }

    private static int length(CharSequence text) {
        return (int) text.codePoints().count();
    }

    private String bold(String text) {
        return colour ? "\u001B[1m" + text + "\u001B[m" : text;
    }

    private String tint(String text, Report.Tone tone) {
        if (!colour || text.isBlank()) {
            return text;
        }
        return switch (tone) {
            case PLAIN -> text;
            case GOOD -> "\u001B[32m" + text + "\u001B[m";
            case CAUTION -> "\u001B[33m" + text + "\u001B[m";
            case BAD -> "\u001B[31m" + text + "\u001B[m";
        };
    }
}
