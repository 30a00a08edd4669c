package io.countersign.command;

import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.deploy.SlotForwards;
import io.countersign.deploy.SlotPair;
import io.countersign.deploy.SlotSwitch;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.SlotRecords;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.signature.SigningKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the slot that was filled with a release the live one. Repeating it is safe.
 *
 * @param key signs the receipt, where the stage asks for that
 * @param refresh whether a slot with a database of its own is filled anew under closure, so that no write can be missing in it
 */
public record AbSwitchCommand(
        ReleaseInput release, StageInput stage, KeyInput key, boolean refresh, int patienceSeconds)
        implements Command<AbSwitchCommand.Result> {

    /**
     * What is live now.
     *
     * @param live the slot
     * @param interruptedMillis how long nobody could write; 0 where both slots share one database
     * @param repeated whether it was live already and nothing was done
     * @param recovered what an interrupted operation before had left, where there was one
     */
    public record Result(
            ReleaseReference release,
            String live,
            long interruptedMillis,
            Receipt receipt,
            String receiptFile,
            boolean repeated,
            Optional<String> recovered)
            implements CommandResult {
        @Override
        public Report report() {
            Report.Builder report = Report.titled(release.title() + " is live on " + receipt.stage() + "/"
                    + receipt.target() + (repeated ? " already; nothing was done" : ""));
            recovered.ifPresent(what -> report.fact("Recovered", what));
            return report.fact("Live", "slot " + live)
                    .fact("Interruption", interruption(interruptedMillis))
                    .fact("Version", receipt.to())
                    .fact("Receipt", receiptFile)
                    .fact("Way back", "countersign:ab-back")
                    .build();
        }

        @Override
        public Report page() {
            return new DeploymentPage(release, receipt).under(report());
        }
    }

    static String interruption(long millis) {
        return millis == 0 ? "none: both slots work on one database" : "nobody could write for " + millis + " ms";
    }

    @Override
    public Result execute(CommandContext context) {
        GateQuestion question = GateQuestion.of(context, release, stage);
        SealedRelease sealed = question.release().release();
        try (TargetSession session = TargetSession.open(context, question.stage(), question.target());
                ReleaseChanges changes = ReleaseChanges.of(sealed)) {
            Site site = session.lockAsLeft("switch slots", Duration.ofSeconds(patienceSeconds));
            SlotPair.of(site);
            Optional<String> recovered = SlotGate.recover(context, site);
            Optional<SigningKey> signer = key.open(context);
            Optional<LedgerHistory.Entry> present = live(site, sealed);
            LedgerHistory.Entry outcome =
                    present.isPresent() ? present.get() : switched(context, question, site, changes, signer);
            // behind a switch the records are the other slot's
            Site now = present.isPresent() ? site : SlotPair.of(site).idleSite().get();
            Receipt receipt = now.journal().receipt(outcome);
            SlotRecords records = new SlotRecords(now.journal().history());
            return new Result(
                    ReleaseReference.of(sealed),
                    records.live().orElseThrow(),
                    records.interrupted(receipt.operation()),
                    receipt,
                    new ReceiptWriter(release.openEvidence(), question.stage())
                            .write(sealed, receipt, () -> signer)
                            .toString(),
                    present.isPresent(),
                    recovered);
        }
    }

    /** The record by which the release is live already. */
    private static Optional<LedgerHistory.Entry> live(Site site, SealedRelease sealed) {
        LedgerHistory history = site.journal().history();
        return new SlotRecords(history)
                .last()
                .flatMap(entry -> history.lastDeployment()
                        .filter(deployed -> deployed.event()
                                .equals(SlotRecords.switching(entry).outcome())))
                .filter(deployed -> deployed.event().release().digest().equals(sealed.digest()))
                .map(LedgerHistory.Deployed::entry);
    }

    private LedgerHistory.Entry switched(
            CommandContext context,
            GateQuestion question,
            Site site,
            ReleaseChanges changes,
            Optional<SigningKey> signer) {
        SlotGate gate = SlotGate.pass(context, question, site, changes, signer.map(SigningKey::person));
        SlotForwards forwards = new SlotForwards(site, context.clock(), context.tool(), context.progress());
        SlotSwitch.Turn turn = refresh && !SlotPair.of(site).slots().sharesDatabase()
                ? forwards.turn(
                        gate.cleared(), () -> gate.copy(context, site, changes).run())
                : forwards.turn(gate.cleared());
        return new SlotSwitch(site, context.progress()).run(turn).outcome();
    }
}
