package io.countersign.gate;

import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The answer of the gate: every check with its result. The same value is printed, shown on pages and kept in runbooks. */
public record GateReport(ReleaseReference release, String stage, String target, List<CheckResult> results) {
    public GateReport {
        results = List.copyOf(results);
    }

    public boolean open() {
        return refusals().isEmpty();
    }

    public List<CheckResult> refusals() {
        return results.stream()
                .filter(result -> result.status() == CheckResult.Status.REFUSED)
                .toList();
    }

    /** Why the release may not enter; empty where it may. */
    public Optional<Problem> refusal() {
        if (open()) {
            return Optional.empty();
        }
        List<CheckResult> refusals = refusals();
        return Optional.of(CountersignException.problem(ProblemCode.GATE_REFUSED)
                .found(
                        "%s",
                        release.title() + " may not enter " + stage + "/" + target + ": "
                                + refusals.stream()
                                        .map(result -> result.check() + " (" + result.found() + ")")
                                        .collect(Collectors.joining("; "))
                                + ".")
                .expected("%s", "every check to pass.")
                .remedy(
                        "%s",
                        refusals.stream().map(CheckResult::remedy).distinct().collect(Collectors.joining(" ")))
                .state("%s", stage + " is unchanged.")
                .value());
    }

    public Report report() {
        return Report.titled("Gate of " + stage + "/" + target + " for " + release.title())
                .fact("SHA-256", release.digest().hex())
                .table(
                        List.of("Check", "Result", "Expected", "Found"),
                        results.stream().map(GateReport::row).toList())
                .paragraph(
                        open()
                                ? Cell.good("The gate is open.")
                                : Cell.bad("The gate is closed: " + refusals().size() + " of " + results.size()
                                        + " checks refuse."))
                .build();
    }

    private static List<Cell> row(CheckResult result) {
        Cell status = switch (result.status()) {
            case PASSED -> Cell.good("passed");
            case REFUSED -> Cell.bad("REFUSED");
            case LIFTED -> Cell.caution("lifted");
            case NOT_APPLICABLE -> Cell.plain("not applicable");
        };
        String remedy = result.remedy().isEmpty() ? "" : "\n→ " + result.remedy();
        return List.of(
                Cell.plain(result.check()), status, Cell.plain(result.expected()), Cell.plain(result.found() + remedy));
    }
}
