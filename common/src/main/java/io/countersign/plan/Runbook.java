package io.countersign.plan;

import io.countersign.gate.GateReport;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.ReleaseReference;
import io.countersign.report.Counted;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.util.List;
import java.util.Optional;

/**
 * The whole procedure of bringing one release to one target, for the people who carry it out and for those who look over
 * their shoulders: what, why, by whose leave, under which conditions, step by step, and back again.
 *
 * @param madeAt an ISO 8601 instant in UTC: the results of the checks are of then
 * @param window when it may begin; empty for always
 * @param rule who has to approve, as {@code stages.yml} says it
 * @param gate the prerequisites with their present results
 * @param plan with the SQL
 * @param steps in order
 * @param wayBack what to do to undo it afterwards, in order
 * @param recorded the steps that were ticked off in the target's ledger so far
 */
public record Runbook(
        ReleaseReference release,
        String stage,
        String target,
        String madeAt,
        String tool,
        Purpose purpose,
        Optional<String> window,
        String rule,
        List<Approved> approvals,
        GateReport gate,
        DeploymentPlan plan,
        List<RunbookStep> steps,
        List<RunbookStep> wayBack,
        List<LedgerEvent.StepDone> recorded) {
    public Runbook {
        approvals = List.copyOf(approvals);
        steps = List.copyOf(steps);
        wayBack = List.copyOf(wayBack);
        recorded = List.copyOf(recorded);
    }

    /**
     * Somebody's word about the release.
     *
     * @param signedAt an ISO 8601 instant; empty where the signature could not be read
     * @param reason why it does not count; empty where it does
     */
    public record Approved(String who, String role, Optional<String> signedAt, String comment, String reason) {
        List<Cell> row() {
            return List.of(
                    Cell.plain(who),
                    Cell.plain(role),
                    Cell.plain(signedAt.orElse("unknown")),
                    reason.isEmpty() ? Cell.good("counts") : Cell.bad("does not count: " + reason),
                    Cell.plain(comment));
        }
    }

    /** The document: every renderer draws it from this. */
    public Report report() {
        Report.Builder report = Report.titled(
                        "Runbook: " + release.application() + " " + release.version() + " to " + stage + "/" + target)
                .fact("SHA-256 of the release", release.digest().hex())
                .fact(
                        "Source",
                        "commit " + release.commit()
                                + release.tag().map(tag -> ", tag " + tag).orElse(""))
                .fact("Database", plan.product())
                .fact("Version", plan.from().map(Object::toString).orElse("none") + " → " + plan.to())
                .fact("Changesets", plan.changesets().size() + " to apply, " + plan.appliedBefore() + " applied before")
                .fact("Configuration data", plan.configurationSummary())
                .fact(
                        "Application",
                        plan.applicationFiles().isEmpty()
                                ? "none"
                                : Counted.of(plan.applicationFiles().size(), "file"))
                .fact("May begin", window.orElse("at any time"))
                .fact("Prerequisites", gate.open() ? Cell.good("all met") : Cell.bad("not all met: " + refusing()))
                .fact("Made", madeAt + " by Countersign " + tool + "; the results of the checks are of then");
        plan.first().ifPresent(what -> report.paragraph(Cell.caution(what)));
        report.section(why()).section(agreement()).section(prerequisites()).section(done());
        report.section(procedure("Procedure", "Tick every step off before the next one is begun.", steps));
        report.section(procedure(
                "Way back",
                "Only where the release has to be taken back after it was deployed successfully.",
                wayBack));
        report.section(Report.titled("Sign-off")
                .signOff(List.of("Carried out by", "Checked by", "Accepted for " + stage + " by"))
                .build());
        return report.section(changes()).build();
    }

    private String refusing() {
        return String.join(
                ", ", gate.refusals().stream().map(result -> result.check()).toList());
    }

    private Report why() {
        Report.Builder report = Report.titled("What and why");
        purpose.messages().forEach(report::paragraph);
        report.fact("Issues", purpose.issues().isEmpty() ? "none named" : String.join(", ", purpose.issues()));
        return report.table(
                        List.of("Changeset", "State", "Comment"),
                        purpose.changes().stream()
                                .map(change -> List.of(
                                        Cell.plain(change.id()),
                                        Cell.plain(change.applied() ? "applied before" : "to apply"),
                                        Cell.plain(change.comment())))
                                .toList())
                .build();
    }

    private Report agreement() {
        Report.Builder report = Report.titled("Approvals").fact("Asked for", rule);
        report.table(
                List.of("Who", "Role", "Signed", "Result", "Comment"),
                approvals.stream().map(Approved::row).toList());
        return approvals.isEmpty()
                ? report.paragraph("Nobody has approved so far.").build()
                : report.build();
    }

    private Report prerequisites() {
        Report.Builder report = Report.titled("Prerequisites")
                .paragraph("Every check of the gate of " + stage + "/" + target + ", as of " + madeAt
                        + ". The deployment asks all of them again and refuses where one does.");
        return report.include(gate.report()).build();
    }

    private Report done() {
        return Report.titled("Done so far, by the ledger")
                .table(
                        List.of("Step", "Who", "When", "Note"),
                        recorded.stream()
                                .map(step -> List.of(
                                        Cell.plain(step.step()),
                                        Cell.plain(step.doneBy()),
                                        Cell.plain(step.doneAt()),
                                        Cell.plain(step.note())))
                                .toList())
                .build();
    }

    private static Report procedure(String title, String first, List<RunbookStep> steps) {
        Report.Builder report = Report.titled(title).paragraph(first);
        steps.forEach(step -> report.step(step.id(), step.report()));
        return report.build();
    }

    private Report changes() {
        Report.Builder report = Report.titled("Appendix: the changes")
                .fact("Transactions", plan.transactions())
                .fact("Backup", plan.backup())
                .fact("Way back", plan.wayBack())
                .include(plan.risksReport());
        return report.include(plan.changesReport()).build();
    }
}
