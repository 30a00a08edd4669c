package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IsoTimeTest {
    /** Instants are written with no, three, six or nine digits of a fraction. */
    @Test
    void orders_as_the_instants_are_ordered() {
        List<String> inOrder = new ArrayList<>();
        Instant start = Instant.parse("2026-03-01T09:59:59Z");
        for (long second = 0; second < 3; second++) {
            for (long nanos : new long[] {0, 1, 999, 1_000, 1_000_000, 100_000_000, 123_456_789, 999_999_999}) {
                inOrder.add(start.plusSeconds(second).plusNanos(nanos).toString());
            }
        }
        List<String> sorted = new ArrayList<>(inOrder);
        Collections.shuffle(sorted, new Random(7));

        sorted.sort(IsoTime.ORDER);

        assertThat(sorted).containsExactlyElementsOf(inOrder);
    }

    @Test
    void has_an_order_for_what_is_no_time() {
        assertThat(IsoTime.ORDER.compare("", "Z")).isZero();
        assertThat(IsoTime.ORDER.compare("", "2026-03-01T09:59:59Z")).isNegative();
    }
}
