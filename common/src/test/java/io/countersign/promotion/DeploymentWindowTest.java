package io.countersign.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentWindowTest {
    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    @ParameterizedTest
    @CsvSource({
        "2026-11-16T19:59:59, false", // a Monday
        "2026-11-16T20:00:00, true",
        "2026-11-17T05:59:59, true",
        "2026-11-17T06:00:00, false",
        "2026-11-20T23:00:00, true", // Friday night
        "2026-11-21T05:00:00, true", // its morning after belongs to it
        "2026-11-21T20:00:00, false", // Saturday
        "2026-11-16T05:00:00, false" // Sunday's night is none
    })
    void nights_belong_to_the_day_on_which_they_begin(String local, boolean open) {
        DeploymentWindow nights = window(20, 6, DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.FRIDAY);
        assertThat(contains(nights, local)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-18T07:59:59, false",
        "2026-11-18T08:00:00, true",
        "2026-11-18T17:59:59, true",
        "2026-11-18T18:00:00, false",
        "2026-11-19T12:00:00, false"
    })
    void a_day_window_ends_on_its_day(String local, boolean open) {
        assertThat(contains(window(8, 18, DayOfWeek.WEDNESDAY), local)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21T00:00:00, true", "2026-11-21T23:59:59, true", "2026-11-22T00:00:00, false"})
    void the_same_time_twice_means_the_whole_day(String local, boolean open) {
        assertThat(contains(window(0, 0, DayOfWeek.SATURDAY), local)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29T00:30:00Z, true", "2026-03-29T01:30:00Z, false"})
    void follows_the_clock_on_the_wall_when_summer_time_begins(String moment, boolean open) {
        // between 01:00 and 03:00 on that Sunday there is one hour only
        assertThat(window(1, 3, DayOfWeek.SUNDAY).contains(Instant.parse(moment)))
                .isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-16T19:00:00, 2026-11-16T20:00:00", // a Monday
        "2026-11-17T07:00:00, 2026-11-17T20:00:00",
        "2026-11-18T07:00:00, 2026-11-20T20:00:00",
        "2026-11-21T20:00:00, 2026-11-23T20:00:00"
    })
    void tells_when_it_opens_next(String local, String next) {
        DeploymentWindow nights = window(20, 6, DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.FRIDAY);
        assertThat(nights.opens(LocalDateTime.parse(local).atZone(ZURICH).toInstant()))
                .isEqualTo(LocalDateTime.parse(next).atZone(ZURICH));
    }

    @ParameterizedTest
    @CsvSource({"2026-11-18T12:00:00, 2026-11-25T08:00:00", "2026-11-18T07:00:00, 2026-11-18T08:00:00"})
    void a_day_a_week_opens_a_week_later(String local, String next) {
        DeploymentWindow day = window(8, 9, DayOfWeek.WEDNESDAY);
        assertThat(day.opens(LocalDateTime.parse(local).atZone(ZURICH).toInstant()))
                .isEqualTo(LocalDateTime.parse(next).atZone(ZURICH));
    }

    private static boolean contains(DeploymentWindow window, String local) {
        return window.contains(
                ZonedDateTime.of(LocalDateTime.parse(local), ZURICH).toInstant());
    }

    private static DeploymentWindow window(int from, int until, DayOfWeek... days) {
        return new DeploymentWindow(Set.of(days), LocalTime.of(from, 0), LocalTime.of(until, 0), ZURICH, "test");
    }
}
