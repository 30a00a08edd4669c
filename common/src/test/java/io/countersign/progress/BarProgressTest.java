package io.countersign.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BarProgressTest {
    private static final long SECOND = 1_000_000_000;

    private final List<String> shown = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(7 * SECOND);

    private BarProgress progress(int width) {
        return new BarProgress(
                line -> shown.add("info: " + line), line -> shown.add("warn: " + line), shown::add, width, now::get);
    }

    @Test
    void draws_how_much_is_done_with_rows_rate_and_time_left() {
        try (Progress.Task task = progress(200).start("Copying", 100_000_000, Progress.Unit.BYTES)) {
            now.addAndGet(4 * SECOND);
            task.rows(1_234);
            task.advance(20_000_000);
        }

        String bar = "Copying [####................] 20.0 MB of 100.0 MB (20 %), 1,234 rows, 5.0 MB/s, 16 s left";
        assertThat(shown).containsExactly("\r" + bar, "\r" + " ".repeat(bar.length()) + "\r");
    }

    @Test
    void draws_at_most_ten_times_a_second() {
        Progress.Task task = progress(200).start("Reading", 2_000, Progress.Unit.ROWS);
        for (int i = 0; i < 1_000; i++) {
            now.addAndGet(SECOND / 1_000);
            task.advance(1);
        }

        assertThat(shown).hasSize(10);
    }

    @Test
    void keeps_messages_above_the_bar() {
        BarProgress progress = progress(200);
        Progress.Task task = progress.start("Reading", 10, Progress.Unit.ROWS);
        now.addAndGet(SECOND);
        task.advance(5);
        shown.clear();

        progress.warn("something");

        assertThat(shown).hasSize(3);
        assertThat(shown.get(0)).isBlank();
        assertThat(shown.get(1)).isEqualTo("warn: something");
        assertThat(shown.get(2)).startsWith("\rReading [##########..........] 5 of 10 (50 %) rows");
    }

    @Test
    void never_fills_the_line_to_its_end_and_leaves_nothing_of_a_longer_one() {
        BarProgress progress = progress(30);
        Progress.Task task = progress.start("A task with a rather long name", 10, Progress.Unit.STEPS);
        now.addAndGet(SECOND);
        task.advance(1);
        Progress.Task next = progress.start("B", -1, Progress.Unit.STEPS);
        now.addAndGet(SECOND);
        next.advance(1);
        task.close();

        assertThat(shown).hasSize(2).allSatisfy(text -> assertThat(text).hasSize(30));
        assertThat(shown.get(1)).startsWith("\rB [....................] 1 st");
    }
}
