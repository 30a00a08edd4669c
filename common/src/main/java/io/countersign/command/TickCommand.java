package io.countersign.command;

import io.countersign.deploy.Site;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.ReleaseReference;
import io.countersign.plan.Procedure;
import io.countersign.plan.ReturnProcedure;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.Keyrings;
import io.countersign.signature.SigningKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Records in the ledger of a target that a step of a runbook was done by hand.
 *
 * @param key of somebody who may act on the stage: one of the role that signs its receipts
 * @param step its id, as the runbook has it
 * @param doneBy a name; empty for the owner of the key, or else whoever runs the command
 * @param doneAt an ISO 8601 instant; empty for now
 * @param note may be empty
 */
public record TickCommand(
        ReleaseInput release,
        StageInput stage,
        KeyInput key,
        String step,
        Optional<String> doneBy,
        Optional<String> doneAt,
        String note,
        int patienceSeconds)
        implements Command<TickCommand.Result> {
    private static final int LONGEST = 2_000;

    /**
     * What was recorded.
     *
     * @param record its number in the ledger
     * @param outstanding the steps of the procedure that nobody has ticked off for this release
     */
    public record Result(
            ReleaseReference release,
            String stage,
            String target,
            String step,
            String doneBy,
            String doneAt,
            String note,
            long record,
            List<String> outstanding)
            implements CommandResult {
        public Result {
            outstanding = List.copyOf(outstanding);
        }

        @Override
        public Report report() {
            return Report.titled("Step " + step + " of " + release.title() + " to " + stage + "/" + target + " is done")
                    .fact("By", doneBy)
                    .fact("At", doneAt)
                    .fact("Note", note.isEmpty() ? "none" : note)
                    .fact("Ledger", "record " + record)
                    .fact(
                            "Not ticked off yet",
                            outstanding.isEmpty() ? Cell.good("nothing") : Cell.plain(String.join(", ", outstanding)))
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        requireKnownStep();
        requireShort(note);
        doneBy.ifPresent(TickCommand::requireShort);
        Instant now = context.clock().instant();
        String at = doneAt.map(text -> moment(text, now))
                .orElse(now)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        SealedRelease sealed = release.open();
        Optional<SigningKey> signer = key.open(context);
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            Site site = session.lock("tick " + step, Duration.ofSeconds(patienceSeconds));
            Controlled.require(site);
            new OperatorGate(path, where, Keyrings.of(path)).require(context, site, signer);
            LedgerEvent.StepDone event = new LedgerEvent.StepDone(
                    ReleaseReference.of(sealed),
                    step,
                    doneBy.or(() -> signer.map(owner -> owner.person().userId()))
                            .orElse(context.actor()),
                    at,
                    note);
            LedgerHistory.Entry entry = site.journal().append(event);
            return new Result(
                    event.release(),
                    where.name(),
                    site.target().name(),
                    step,
                    event.doneBy(),
                    event.doneAt(),
                    note,
                    entry.record().seq(),
                    outstanding(site.journal().history(), event.release()));
        }
    }

    private static List<String> outstanding(LedgerHistory history, ReleaseReference release) {
        List<String> done = history.stepsDone(release.digest()).stream()
                .map(LedgerEvent.StepDone::step)
                .toList();
        return Procedure.STEPS.stream().filter(id -> !done.contains(id)).toList();
    }

    private void requireKnownStep() {
        if (!Procedure.STEPS.contains(step) && !ReturnProcedure.STEPS.contains(step)) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("A runbook has no step \"%s\".", step)
                    .expected(
                            "one of %s, or for the way back %s.",
                            String.join(", ", Procedure.STEPS), String.join(", ", ReturnProcedure.STEPS))
                    .remedy("Name a step by -Dcountersign.step.")
                    .build();
        }
    }

    private static void requireShort(String text) {
        if (text.length() > LONGEST) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("A text for the ledger has %d characters.", text.length())
                    .expected("at most %d.", LONGEST)
                    .remedy("Keep the rest beside the runbook.")
                    .build();
        }
    }

    private static Instant moment(String text, Instant now) {
        Instant moment;
        try {
            moment = Instant.parse(text);
        } catch (DateTimeException e) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("\"%s\" is no moment.", text)
                    .expected("an ISO 8601 instant, such as 2026-12-31T23:00:00Z.")
                    .remedy("Write it so.")
                    .causedBy(e);
        }
        if (moment.isAfter(now)) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("%s has not come yet.", text)
                    .expected("when the step was done.")
                    .remedy("Tick it off when it is done.")
                    .build();
        }
        return moment;
    }
}
