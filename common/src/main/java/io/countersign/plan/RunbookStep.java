package io.countersign.plan;

import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.util.List;
import java.util.Optional;

/**
 * One thing to do.
 *
 * @param id stays the same in every runbook, so that a ledger can tell which step was done
 * @param title an instruction
 * @param why a sentence or two
 * @param commands for a shell, one a line; empty where people do it otherwise
 * @param expected what is seen when it went well
 * @param duration how long it takes; empty where nobody has measured it
 * @param failures what to do when it did not go well
 */
public record RunbookStep(
        String id,
        String title,
        String why,
        List<String> commands,
        String expected,
        Optional<Timing> duration,
        List<Failure> failures) {
    public RunbookStep {
        commands = List.copyOf(commands);
        failures = List.copyOf(failures);
    }

    /** A step whose time nobody measures. */
    static RunbookStep of(
            String id, String title, String why, List<String> commands, String expected, List<Failure> failures) {
        return new RunbookStep(id, title, why, commands, expected, Optional.empty(), failures);
    }

    /**
     * A measured time.
     *
     * @param where it was measured, for example {@code QAT/main on 2026-11-01T10:00:00Z}
     */
    public record Timing(long millis, String where) {
        String text() {
            return Durations.text(millis) + ", as measured " + where;
        }
    }

    /**
     * Something that can go wrong.
     *
     * @param sign by what it is recognised
     * @param remedy what to do then
     * @param commands for a shell, one a line
     */
    public record Failure(String sign, String remedy, List<String> commands) {
        public Failure {
            commands = List.copyOf(commands);
        }
    }

    Report report() {
        Report.Builder report = Report.titled(title).paragraph(why).listing("Command", commands);
        report.fact("Expected", Cell.good(expected));
        duration.ifPresent(timing -> report.fact("Takes", timing.text()));
        for (Failure failure : failures) {
            report.fact("If " + failure.sign(), Cell.caution(failure.remedy()));
            report.listing("Then", failure.commands());
        }
        return report.build();
    }
}
