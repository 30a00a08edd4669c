package io.countersign.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineProgressTest {
    private static final long SECOND = 1_000_000_000;

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(7 * SECOND);
    private final LineProgress progress = new LineProgress(lines::add, lines::add, now::get);

    @Test
    void tells_amount_rate_and_time_left_every_few_seconds() {
        try (Progress.Task task = progress.start("Copying", 100_000_000, Progress.Unit.BYTES)) {
            task.advance(5_000_000);
            now.addAndGet(4 * SECOND);
            task.advance(15_000_000);
            now.addAndGet(SECOND);
            task.advance(1_000_000);
        }

        assertThat(lines).containsExactly("Copying: 20.0 MB of 100.0 MB (20 %), 5.0 MB/s, 16 s left");
    }

    @Test
    void tells_no_time_left_where_nobody_knows_how_much_there_is() {
        try (Progress.Task task = progress.start("Reading", 0, Progress.Unit.ROWS)) {
            now.addAndGet(5 * SECOND);
            task.advance(6_000);
        }

        assertThat(lines).containsExactly("Reading: 6,000 rows, 1,200/s");
    }
}
