package io.countersign.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a result looks like to a person, before it is known whether it goes to a terminal or to a page. */
public record Report(String title, List<Block> blocks) {
    public Report {
        blocks = List.copyOf(blocks);
    }

    public static Builder titled(String title) {
        return new Builder(title);
    }

    /**
     * The same report in the words of another host, which calls commands and options by other names. Headings and
     * {@link Listing}s stay as they are.
     */
    public Report worded(UnaryOperator<String> words) {
        return new Report(title, worded(blocks, words));
    }

    private static List<Block> worded(List<Block> blocks, UnaryOperator<String> words) {
        return blocks.stream().map(block -> block.worded(words)).toList();
    }

    private static List<List<Cell>> wordedRows(List<List<Cell>> rows, UnaryOperator<String> words) {
        return rows.stream()
                .map(row -> row.stream().map(cell -> cell.worded(words)).toList())
                .toList();
    }

    /** One part of a report. */
    public sealed interface Block {
        /** See {@link Report#worded}. */
        default Block worded(UnaryOperator<String> words) {
            return this;
        }
    }

    /** Prose. */
    public record Paragraph(Cell text) implements Block {
        @Override
        public Paragraph worded(UnaryOperator<String> words) {
            return new Paragraph(text.worded(words));
        }
    }

    /** Names with values, one a line. */
    public record Facts(List<List<Cell>> pairs) implements Block {
        public Facts {
            pairs = pairs.stream().map(List::copyOf).toList();
        }

        @Override
        public Facts worded(UnaryOperator<String> words) {
            return new Facts(wordedRows(pairs, words));
        }
    }

    /** Rows under headings. */
    public record Table(List<String> headings, List<List<Cell>> rows) implements Block {
        public Table {
            headings = List.copyOf(headings);
            rows = rows.stream().map(List::copyOf).toList();
        }

        @Override
        public Table worded(UnaryOperator<String> words) {
            return new Table(headings, wordedRows(rows, words));
        }
    }

    /** Text to be shown as it is, such as SQL. */
    public record Listing(String caption, List<String> lines) implements Block {
        public Listing {
            lines = List.copyOf(lines);
        }
    }

    /** What belongs together under a heading. */
    public record Section(String title, List<Block> blocks) implements Block {
        public Section {
            blocks = List.copyOf(blocks);
        }

        @Override
        public Section worded(UnaryOperator<String> words) {
            return new Section(title, Report.worded(blocks, words));
        }
    }

    /**
     * Something for a person to do, with room to tick it off.
     *
     * @param id by which it is recorded that it was done
     */
    public record Step(String id, String title, List<Block> blocks) implements Block {
        public Step {
            blocks = List.copyOf(blocks);
        }

        @Override
        public Step worded(UnaryOperator<String> words) {
            return new Step(id, title, Report.worded(blocks, words));
        }
    }

    /** Room for signatures on paper, one line for each. */
    public record SignOff(List<String> who) implements Block {
        public SignOff {
            who = List.copyOf(who);
        }
    }

    /** A text and what it means, which a renderer may show by colour and never by colour alone. */
    public record Cell(String text, Tone tone) {
        Cell worded(UnaryOperator<String> words) {
            return new Cell(words.apply(text), tone);
        }

        public static Cell plain(Object text) {
            return new Cell(String.valueOf(text), Tone.PLAIN);
        }

        public static Cell good(String text) {
            return new Cell(text, Tone.GOOD);
        }

        public static Cell bad(String text) {
            return new Cell(text, Tone.BAD);
        }

        public static Cell caution(String text) {
            return new Cell(text, Tone.CAUTION);
        }
    }

    /** What a cell's colour stands for. */
    public enum Tone {
        PLAIN,
        GOOD,
        CAUTION,
        BAD
    }

    /** Collects blocks in reading order. */
    public static final class Builder {
        private final String title;
        private final List<Block> blocks = new ArrayList<>();
        private final List<List<Cell>> facts = new ArrayList<>();

        private Builder(String title) {
            this.title = title;
        }

        public Builder fact(String name, Object value) {
            return fact(name, Cell.plain(value));
        }

        public Builder fact(String name, Cell value) {
            facts.add(List.of(Cell.plain(name), value));
            return this;
        }

        public Builder paragraph(Cell text) {
            return add(new Paragraph(text));
        }

        public Builder paragraph(String text) {
            return paragraph(Cell.plain(text));
        }

        public Builder table(List<String> headings, List<List<Cell>> rows) {
            return rows.isEmpty() ? this : add(new Table(headings, rows));
        }

        public Builder listing(String caption, List<String> lines) {
            return lines.isEmpty() ? this : add(new Listing(caption, lines));
        }

        /** Another report as a part of this one, under its own title; nothing where it is empty. */
        public Builder section(Report part) {
            return part.blocks().isEmpty() ? this : add(new Section(part.title(), part.blocks()));
        }

        /** Another report as a step of this one. */
        public Builder step(String id, Report step) {
            return add(new Step(id, step.title(), step.blocks()));
        }

        public Builder signOff(List<String> who) {
            return add(new SignOff(who));
        }

        /** The blocks of another report behind these. */
        public Builder include(Report other) {
            other.blocks().forEach(this::add);
            return this;
        }

        public Report build() {
            flushFacts();
            return new Report(title, blocks);
        }

        private Builder add(Block block) {
            flushFacts();
            blocks.add(block);
            return this;
        }

        private void flushFacts() {
            if (!facts.isEmpty()) {
                blocks.add(new Facts(facts));
                facts.clear();
            }
        }
    }
}
