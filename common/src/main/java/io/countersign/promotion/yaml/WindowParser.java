package io.countersign.promotion.yaml;

import io.countersign.promotion.DeploymentWindow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code Mon-Fri 20:00-06:00 Europe/Zurich}; days may also be a list ({@code Sat,Sun}) or {@code daily}. */
final class WindowParser {
    static final String EXPECTED = "days, times and a zone, such as Mon-Fri 20:00-06:00 Europe/Zurich";
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private WindowParser() {}

    static DeploymentWindow parse(String text) {
        String[] parts = text.split("\\s+", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(EXPECTED);
        }
        String[] times = parts[1].split("-", -1);
        if (times.length != 2) {
            throw new IllegalArgumentException(EXPECTED);
        }
        try {
            return new DeploymentWindow(
                    days(parts[0]), LocalTime.parse(times[0]), LocalTime.parse(times[1]), ZoneId.of(parts[2]), text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(EXPECTED + " (" + e.getMessage() + ")", e);
        }
    }

    private static Set<DayOfWeek> days(String text) {
        if (text.equals("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            DayOfWeek first = day(ends[0]);
            DayOfWeek last = ends.length == 2 ? day(ends[1]) : first;
            if (ends.length > 2) {
                throw new IllegalArgumentException(EXPECTED);
            }
            for (DayOfWeek day = first; ; day = day.plus(1)) {
                days.add(day);
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        int index = DAYS.indexOf(text.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return DayOfWeek.of(index + 1);
    }
}
