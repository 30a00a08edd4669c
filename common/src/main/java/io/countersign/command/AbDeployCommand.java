package io.countersign.command;

import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.deploy.SlotFilling;
import io.countersign.deploy.SlotPair;
import io.countersign.environment.CloneReceipt;
import io.countersign.environment.SlotCopy;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.ReleaseReference;
import io.countersign.report.Report;
import io.countersign.signature.SigningKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Puts a release into the slot that is not live, by the stage's gate, and looks at its health there. The live one serves on.
 *
 * @param key signs the receipt when the slot goes live; asked for now, so that nothing is missing then
 * @param patienceSeconds how long to wait for the lock of the target
 */
public record AbDeployCommand(ReleaseInput release, StageInput stage, KeyInput key, int patienceSeconds)
        implements Command<AbDeployCommand.Result> {

    /**
     * What is in the slot now.
     *
     * @param slot that was filled
     * @param live the slot that is live
     * @param copy how its database was copied from the live one; empty where both slots share one
     * @param changesets how many the copy was upgraded by
     */
    public record Result(
            ReleaseReference release,
            String stage,
            String target,
            String slot,
            String live,
            Optional<CloneReceipt> copy,
            int changesets)
            implements CommandResult {
        @Override
        public Report report() {
            return Report.titled(release.title() + " is in slot " + slot + " of " + stage + "/" + target)
                    .fact("Live", "slot " + live + ", as before")
                    .fact(
                            "Database",
                            copy.map(made -> made.rows() + " rows as of " + made.snapshotAt() + ", upgraded by "
                                            + changesets + " changesets, closed for writers")
                                    .orElse("the same for both slots"))
                    .fact("Next", "countersign:ab-switch makes slot " + slot + " the live one")
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        GateQuestion question = GateQuestion.of(context, release, stage);
        try (TargetSession session = TargetSession.open(context, question.stage(), question.target());
                ReleaseChanges changes = ReleaseChanges.of(question.release().release())) {
            Site site = session.lock("fill the idle slot", Duration.ofSeconds(patienceSeconds));
            SlotPair pair = SlotPair.of(site);
            Cloning.requireSettled(site);
            Optional<SigningKey> signer = key.open(context);
            SlotGate gate = SlotGate.pass(context, question, site, changes, signer.map(SigningKey::person));
            Optional<SlotCopy.Filled> copied = pair.slots().sharesDatabase()
                    ? Optional.empty()
                    : Optional.of(gate.copy(context, site, changes).run());
            LedgerEvent.SlotFilled filled = copied.map(SlotCopy.Filled::event)
                    .orElseGet(() -> new SlotFilling(site, context.clock(), context.progress())
                            .shared(gate.cleared(), gate.pending()));
            return new Result(
                    filled.release(),
                    question.stage().name(),
                    question.target().name(),
                    filled.slot(),
                    pair.live().name(),
                    copied.map(SlotCopy.Filled::copy),
                    filled.upgrade().map(LedgerEvent.Succeeded::changesets).orElse(0));
        }
    }
}
