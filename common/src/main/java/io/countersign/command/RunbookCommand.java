package io.countersign.command;

import io.countersign.deploy.ReleaseChanges;
import io.countersign.gate.Authorship;
import io.countersign.gate.Gate;
import io.countersign.gate.GateFacts;
import io.countersign.gate.checks.StandardChecks;
import io.countersign.plan.DeploymentPlan;
import io.countersign.plan.GoalLines;
import io.countersign.plan.Procedure;
import io.countersign.plan.Purpose;
import io.countersign.plan.ReturnProcedure;
import io.countersign.plan.Runbook;
import io.countersign.plan.Runbook.Approved;
import io.countersign.promotion.DeploymentWindow;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.signature.SigningKey;
import java.io.File;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down the whole procedure of bringing a release to a target, as a page, as Markdown and as plain text. Changes nothing
 * and needs no approval.
 *
 * @param key by which the one who carries it out will sign; only its place is written down
 * @param output the folder to write to; files of an earlier runbook there are replaced
 */
public record RunbookCommand(ReleaseInput release, StageInput stage, KeyInput key, File output)
        implements Command<RunbookCommand.Result> {

    /** @param files the same document in each form */
    public record Result(Runbook runbook, List<String> files) implements CommandResult {
        public Result {
            files = List.copyOf(files);
        }

        @Override
        public Report report() {
            return Report.titled(runbook.report().title())
                    .fact(
                            "Steps",
                            runbook.steps().size() + ", and "
                                    + runbook.wayBack().size() + " for the way back")
                    .fact(
                            "Prerequisites",
                            runbook.gate().open()
                                    ? Report.Cell.good("all met")
                                    : Report.Cell.caution(
                                            runbook.gate().refusals().size() + " not met yet; the runbook names them"))
                    .fact("Written to", String.join("\n", files))
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        GateQuestion question = GateQuestion.of(context, release, stage);
        try (TargetSession session = TargetSession.look(context, question.stage(), question.target());
                ReleaseChanges changes = ReleaseChanges.of(question.release().release())) {
            Outlook outlook =
                    Outlook.of(question, session, changes, key.open(context).map(SigningKey::person));
            Runbook runbook = runbook(context, outlook);
            return new Result(runbook, new DocumentFiles(output.toPath(), fileName(runbook)).write(runbook.report()));
        }
    }

    private Runbook runbook(CommandContext context, Outlook outlook) {
        GateFacts facts = outlook.facts();
        SealedRelease sealed = facts.release().release();
        DeploymentPlan plan = outlook.plan();
        GoalLines goals = goals(context, facts);
        return new Runbook(
                plan.release(),
                plan.stage(),
                plan.target(),
                context.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                context.tool(),
                Purpose.of(
                        Authorship.messages(
                                facts.release().evidence(), sealed.manifest().source()),
                        sealed.manifest().changesets().stream()
                                .map(changeset -> new Purpose.Change(
                                        changeset.id(),
                                        changeset.comment(),
                                        facts.pending().appliedBefore().contains(changeset.id())))
                                .toList()),
                facts.stage().entry().window().map(DeploymentWindow::text),
                facts.stage().entry().approvals().text(),
                facts.approvals().stream()
                        .map(judged -> new Approved(
                                judged.person().userId(),
                                judged.role(),
                                judged.signedAt(),
                                judged.predicate().comment(),
                                judged.reason()))
                        .toList(),
                new Gate(StandardChecks.all()).examine(facts),
                plan,
                new Procedure(facts, plan, goals).steps(),
                new ReturnProcedure(facts, plan, goals).steps(),
                facts.history().stepsDone(sealed.digest()));
    }

    private GoalLines goals(CommandContext context, GateFacts facts) {
        Map<String, String> named = key.options();
        Optional<String> role = facts.stage().deployment().receipts();
        return new GoalLines(
                context.tool(),
                release.release().toString(),
                release.evidence().map(File::toString),
                stage.stages().toString(),
                facts.stage().name(),
                facts.target().name(),
                named.isEmpty() && role.isPresent() ? Map.of("key", "KEY-FILE-OF-" + role.get()) : named);
    }

    private static String fileName(Runbook runbook) {
        return runbook.release().application() + "-" + runbook.release().version() + "-" + runbook.stage() + "-"
                + runbook.target() + "-runbook";
    }
}
