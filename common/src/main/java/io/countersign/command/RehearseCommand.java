package io.countersign.command;

import io.countersign.database.ChangeRunner;
import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.OperationId;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.environment.DressRehearsal;
import io.countersign.gate.ApprovalState;
import io.countersign.ledger.Rehearsal;
import io.countersign.ledger.ReleaseReference;
import io.countersign.report.Counted;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.SigningKey;
import io.countersign.signature.StatementSigner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tries a release on a scratch copy of a target, there and back, and puts the measured times among the release's evidence.
 * Needs no approval, and leaves the target as it is.
 *
 * @param key signs the record; without one it is bound to the release by its digest alone
 */
public record RehearseCommand(ReleaseInput release, StageInput stage, KeyInput key, int patienceSeconds)
        implements Command<RehearseCommand.Result> {

    /** @param file the record among the evidence */
    public record Result(ReleaseReference release, Rehearsal rehearsal, String file, boolean signed)
            implements CommandResult {
        @Override
        public Report report() {
            Report.Builder report = Report.titled(release.title() + " was rehearsed on a copy of " + rehearsal.stage()
                            + "/" + rehearsal.target())
                    .fact(
                            "Copy",
                            Counted.of(rehearsal.rows(), "row") + ", made in "
                                    + seconds(Rehearsal.millis(rehearsal.copy())))
                    .fact(
                            "Deployment",
                            seconds(Rehearsal.millis(rehearsal.deployment())) + ", of which "
                                    + Counted.of(rehearsal.changesets().size(), "changeset") + " "
                                    + seconds(rehearsal.millis()))
                    .fact("Way back", seconds(Rehearsal.millis(rehearsal.wayBack())) + " by " + rehearsal.way())
                    .fact(
                            "Schema",
                            rehearsal.before().digest().abbreviated() + " → "
                                    + rehearsal.after().digest().abbreviated() + " → "
                                    + rehearsal.before().digest().abbreviated())
                    .fact("Record", file + (signed ? ", signed" : ", not signed"));
            steps(report, "Deployment", rehearsal.deployment());
            steps(report, "Way back", rehearsal.wayBack());
            return report.paragraph(Cell.good("The target is as it was; the copy is gone."))
                    .build();
        }

        private static void steps(Report.Builder report, String title, List<Rehearsal.TimedStep> steps) {
            report.table(
                    List.of("Took", title),
                    steps.stream()
                            .map(step -> List.of(Cell.plain(seconds(step.millis())), Cell.plain(step.what())))
                            .toList());
        }

        private static String seconds(long millis) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1e3);
        }
    }

    /** A rehearsal needs no approval; so what nobody has approved must not leave the copy. */
    private static ChangeRunner runner(GateQuestion question) {
        boolean approved = ApprovalState.of(question.release().signed(), question.path(), question.stage())
                .result()
                .satisfied();
        return approved ? new LiquibaseChangeRunner() : LiquibaseChangeRunner.withoutPrograms();
    }

    @Override
    public Result execute(CommandContext context) {
        GateQuestion question = GateQuestion.of(context, release, stage);
        Optional<SigningKey> signer = key.open(context);
        try (TargetSession session = TargetSession.open(context, question.stage(), question.target());
                TargetSession source = TargetSession.open(context, question.stage(), question.target());
                ReleaseChanges changes = ReleaseChanges.of(question.release().release())) {
            Site site = session.lock("rehearsal", Duration.ofSeconds(patienceSeconds));
            Cloning.requireSettled(site);
            Rehearsal rehearsal = new DressRehearsal(
                            site,
                            source.database(),
                            question.path(),
                            runner(question),
                            context.clock(),
                            context.actor(),
                            context.tool(),
                            context.progress())
                    .run(question.release(), changes);
            ReleaseReference reference = ReleaseReference.of(question.release().release());
            return new Result(reference, rehearsal, record(context, reference, rehearsal, signer), signer.isPresent());
        }
    }

    private String record(
            CommandContext context, ReleaseReference reference, Rehearsal rehearsal, Optional<SigningKey> signer) {
        String name =
                "rehearsal-" + rehearsal.stage() + "-" + rehearsal.target() + "-" + OperationId.next(context.clock());
        StatementSigner statements = new StatementSigner(release.openEvidence());
        Path file = signer.isPresent()
                ? statements.sign(name, reference.statement(rehearsal), signer.get())
                : statements.prepare(name, reference.statement(rehearsal));
        return file.toString();
    }
}
