package io.countersign.command;

import io.countersign.database.ChangeRunner;
import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.gate.Gate;
import io.countersign.gate.GateReport;
import io.countersign.gate.checks.StandardChecks;
import io.countersign.problem.Problem;
import io.countersign.report.Report;
import io.countersign.signature.SigningKey;
import java.util.Optional;

/**
 * Asks the gate of a stage and changes nothing.
 *
 * @param key the key that would sign the receipt, where its check should be asked too
 */
public record CheckCommand(ReleaseInput release, StageInput stage, KeyInput key)
        implements Command<CheckCommand.Result> {

    /** The gate's answer. */
    public record Result(GateReport gate) implements CommandResult {
        @Override
        public Report report() {
            return gate.report();
        }

        @Override
        public Optional<Problem> refusal() {
            return gate.refusal();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        GateQuestion question = GateQuestion.of(context, release, stage);
        try (TargetSession session = TargetSession.look(context, question.stage(), question.target());
                ReleaseChanges changes = ReleaseChanges.of(question.release().release())) {
            ChangeRunner.Pending pending = changes.pending(new LiquibaseChangeRunner(), session.database());
            return new Result(new Gate(StandardChecks.all())
                    .examine(question.facts(session, pending, key.open(context).map(SigningKey::person))));
        }
    }
}
