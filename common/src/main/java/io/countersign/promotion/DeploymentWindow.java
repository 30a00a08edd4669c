package io.countersign.promotion;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * When deployments may begin: on these days, from one time of day until another, which may be past midnight. The day is
 * the one on which the window opens.
 */
public record DeploymentWindow(Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone, String text) {
    public DeploymentWindow {
        days = Set.copyOf(days);
    }

    /** When it opens next, after a moment at which it is closed. */
    public ZonedDateTime opens(Instant moment) {
        LocalDate date = moment.atZone(zone).toLocalDate();
        while (!days.contains(date.getDayOfWeek())
                || !date.atTime(from).atZone(zone).toInstant().isAfter(moment)) {
            date = date.plusDays(1);
        }
        return date.atTime(from).atZone(zone);
    }

    public boolean contains(Instant moment) {
        ZonedDateTime local = moment.atZone(zone);
        LocalTime time = local.toLocalTime();
        if (from.isBefore(until)) {
            return days.contains(local.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(until);
        }
        boolean opened = days.contains(local.getDayOfWeek()) && !time.isBefore(from);
        boolean openedYesterday = days.contains(local.getDayOfWeek().minus(1)) && time.isBefore(until);
        return opened || openedYesterday;
    }
}
